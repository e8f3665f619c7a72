import { createBatcher, type Json, type MapRunItem, type MapRunRequest } from "@acme-engine/asl";

import type { ItemPage } from "./read-items.ts";

/** What one child is started with. */
export interface ChildInput {
  /** From 0, in the items' order. */
  index: number;
  /** JSON text. */
  input: string;
  items: number;
}

/** Items on their way to children: each is selected, then batched where the state says so. */
export async function* toChildInputs(
  pages: AsyncIterable<ItemPage>,
  { batching }: MapRunRequest,
  select: (item: MapRunItem) => Json,
): AsyncGenerator<ChildInput> {
  const batcher = batching && createBatcher({ maxItems: Infinity, batchInput: undefined, ...batching });
  let itemIndex = 0;
  let index = 0;
  const toInput = (input: Json, items: number): ChildInput => ({
    index: index++,
    input: JSON.stringify(input),
    items,
  });
  for await (const { items, source } of pages) {
    for (const value of items) {
      const selected = select({ value, index: itemIndex, source });
      itemIndex += 1;
      if (!batcher) yield toInput(selected, 1);
      else {
        const batch = batcher.push(selected);
        if (batch) yield toInput(batch, batch.Items.length);
      }
    }
  }
  const last = batcher?.end();
  if (last) yield toInput(last, last.Items.length);
}
