import type { Returned } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import { currentPlace, runAt } from "../native/run.ts";
import { checkConcurrency, runWorkers } from "../native/run-workers.ts";

export interface MapOptions {
  /** How many items are worked on at a time. Default 0: as many as there are. */
  concurrency?: number;
}

/**
 * The function's results for all items, in their order. When one fails no further item is begun, and the first error is the map's.
 * Compiled, it is one Map state in the flow's own execution: a few thousand items at most, all results together 256 KiB.
 */
export async function map<Item, Output>(
  items: readonly Item[],
  body: (item: Item, index: number) => Output,
  { concurrency = 0 }: MapOptions = {},
): Promise<Returned<Awaited<Output>>[]> {
  checkConcurrency(concurrency);
  const { scope } = currentPlace();
  // Copies have the type of what they are copies of.
  const own = toJson(items, { what: "the list of items of a map", root: "items" }) as Item[];
  const results = Array.from<Returned<Awaited<Output>>>({ length: own.length });
  await runWorkers(own.length, concurrency, async (index) => {
    const result = await runAt({ scope: [...scope, index] }, async () => body(own[index] as Item, index));
    const name = { what: `the result of a map for item ${index}`, root: "result" };
    results[index] = toJson(result, name) as Returned<Awaited<Output>>;
  });
  return results;
}
