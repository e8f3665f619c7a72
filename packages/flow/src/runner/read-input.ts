import { messageOf } from "../errors/error-name.ts";
import type { Json } from "../json/json.ts";
import type { CallAws } from "./aws/call-aws.ts";
import { getObject } from "./aws/s3-objects.ts";
import { BadTaskInput, InputNotRead } from "./runner-error.ts";
import type { Settings } from "./settings.ts";
import { restoreValues } from "./stored-value.ts";

/** The task's input; undefined for a task that is called without. Throws `BadTaskInput`, `InputNotRead`. */
export async function readInput(
  { input, inputS3Uri, resultS3Uri }: Pick<Settings, "input" | "inputS3Uri" | "resultS3Uri">,
  call: CallAws,
): Promise<Json | undefined> {
  const read = async (uri: string) => {
    try {
      return parse(await getObject(call, uri), uri);
    } catch (error) {
      if (error instanceof BadTaskInput) throw error;
      throw new InputNotRead(`the input at ${uri} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  };
  const store = { resultS3Uri, read };
  if (inputS3Uri !== undefined) return restoreValues(await read(inputS3Uri), store);
  return input === undefined ? undefined : restoreValues(parse(input.text, input.variable), store);
}

function parse(text: string, from: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new BadTaskInput(`${from} is not JSON: ${messageOf(cause)}`, { cause });
  }
}
