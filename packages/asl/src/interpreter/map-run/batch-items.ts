import type { Json } from "../../execution.ts";
import type { JsonObject } from "../../json/object.ts";
import { utf8Length } from "../../json/utf8-length.ts";

/** What one child execution gets of many items. */
export interface BatchLimits {
  maxItems: number;
  /** Of a batch's items as JSON. */
  maxBytes: number;
  /** Goes into every batch beside the items. */
  batchInput: Json | undefined;
}

/** `{ BatchInput?, Items: […] }` for each batch, in the items' order; an item over the limit has a batch for itself. */
export function batchItems(
  items: readonly Json[],
  { maxItems, maxBytes, batchInput }: BatchLimits,
): JsonObject[] {
  const batches: Json[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Number.isFinite(maxBytes) ? utf8Length(JSON.stringify(item)) + 1 : 0;
    const current = batches.at(-1);
    if (current === undefined || current.length >= maxItems || bytes + size > maxBytes) {
      batches.push([item]);
      bytes = size;
    } else {
      current.push(item);
      bytes += size;
    }
  }
  return batches.map((batch) => ({
    ...(batchInput === undefined ? undefined : { BatchInput: batchInput }),
    Items: batch,
  }));
}
