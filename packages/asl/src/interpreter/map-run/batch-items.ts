import type { Json } from "../../json/json.ts";
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

/** A child's input. */
export type Batch = JsonObject & { Items: Json[] };

/** Fills one batch after the other; an item over the limit has a batch for itself. */
export interface Batcher {
  /** Gives the batch that has no room for this item, or none. */
  push(item: Json): Batch | undefined;
  /** The last one. */
  end(): Batch | undefined;
}

export function createBatcher({ maxItems, maxBytes, batchInput }: BatchLimits): Batcher {
  let items: Json[] = [];
  let bytes = 0;
  function take(): Batch | undefined {
    if (items.length === 0) return undefined;
    const Items = items;
    items = [];
    bytes = 0;
    return { ...(batchInput === undefined ? undefined : { BatchInput: batchInput }), Items };
  }
  return {
    push(item) {
      const size = Number.isFinite(maxBytes) ? utf8Length(JSON.stringify(item)) + 1 : 0;
      const full = items.length >= maxItems || bytes + size > maxBytes ? take() : undefined;
      items.push(item);
      bytes += size;
      return full;
    },
    end: take,
  };
}

/** `{ BatchInput?, Items: […] }` for each batch, in the items' order. */
export function batchItems(items: readonly Json[], limits: BatchLimits): JsonObject[] {
  const batcher = createBatcher(limits);
  const batches = [...items.map((item) => batcher.push(item)), batcher.end()];
  return batches.filter((batch) => batch !== undefined);
}
