import { listFrames, type MapRunWriter, resultTexts, toChildRecord } from "@acme-engine/asl";

import { maxPayloadBytes } from "../constraints.ts";
import { toEndedChild } from "./ended-child.ts";
import type { EndedChildRow } from "./map-run-store.ts";

/** The state's result, as JSON text; undefined when it is larger than a state may hand on, whatever follows. */
export function collectResults(
  children: Iterable<EndedChildRow>,
  mapRunArn: string,
  { transformation, outputType }: Pick<MapRunWriter, "transformation" | "outputType">,
): string | undefined {
  const { open, separator, close } = listFrames[outputType];
  const texts: string[] = [];
  let characters = 0;
  for (const child of children) {
    for (const text of resultTexts(toChildRecord(toEndedChild(child, mapRunArn)), transformation)) {
      texts.push(text);
      characters += text.length + 1;
    }
    if (characters > maxPayloadBytes) return undefined;
  }
  const list = `${open}${texts.join(separator)}${close}`;
  // JSON Lines are no JSON value, so as a state's result they are text.
  return outputType === "JSONL" ? JSON.stringify(list) : list;
}
