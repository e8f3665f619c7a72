import type { Json } from "../json/json.ts";
import { Payload } from "../json/payload.ts";

/** The outputs of all branches or iterations as one list; its text is made of theirs, blanks and all, as on AWS. */
export function joinOutputs(outputs: readonly (Payload | undefined)[]): Payload {
  const values: Json[] = [];
  const texts: string[] = [];
  for (const output of outputs) {
    values.push(output?.value ?? null);
    texts.push(output?.text ?? "null");
  }
  return new Payload(values, `[${texts.join(",")}]`);
}
