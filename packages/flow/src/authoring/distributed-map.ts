import type { Returned } from "../json/json.ts";
import type { FailedItem, MapRunResult } from "../native/map-run-result.ts";
import { runDistributedMap } from "../native/run-distributed-map.ts";
import type { DistributedMapOptions } from "./distributed-map-options.ts";
import type { ItemSource } from "./s3-items.ts";

/** What the function works on: an item, or a batch of them. */
type Work<Item, Options> = Options extends { itemsPerBatch: number } ? Item[] : Item;

/** Where the results went, or what they are: with failures that are tolerated, what is known of those beside the results. */
type Results<Output, Options> = Options extends { resultTo: object }
  ? MapRunResult
  : Options extends { toleratedFailurePercentage: number } | { toleratedFailureCount: number }
    ? (Output | FailedItem)[]
    : Output[];

/**
 * As `map`, for many items, also such that lie in S3 (`s3.csv({ bucket, key })`): each item or batch is an execution of its own, with a history of its
 * own. When more of them fail than are tolerated, the map fails with `ItemsFailed`, whatever the errors were. The index is the item's; a
 * batch has none.
 */
export function distributedMap<
  Item,
  Output,
  const Options extends DistributedMapOptions = Record<never, never>,
>(
  items: readonly Item[] | ItemSource<Item>,
  body: (work: Work<Item, Options>, index: number) => Output,
  options?: Options,
): Promise<Results<Returned<Awaited<Output>>, Options>>;
export function distributedMap(
  items: readonly unknown[] | ItemSource,
  body: (work: never, index: number) => unknown,
  options: DistributedMapOptions = {},
): Promise<unknown> {
  // The types of items and function were matched above.
  return runDistributedMap(items, body as (work: unknown, index: number) => unknown, options);
}
