import { ItemsFailed } from "../errors/task-errors.ts";
import { messageOf } from "../errors/error-name.ts";
import type { Returned } from "../json/json.ts";
import { mapItems } from "./map.ts";

export interface DistributedMapOptions {
  /** How many child executions run at a time. Default 0: up to 10,000. */
  concurrency?: number;
  /** Names the map run; unique within a flow, at most 40 characters. */
  label?: string;
}

/** The same with several items for each child execution. */
export interface BatchedMapOptions extends DistributedMapOptions {
  itemsPerBatch: number;
}

/**
 * As `map`, for many items: each item or batch is an execution of its own, with a history of its own. When one fails, the map fails with
 * `ItemsFailed`, whatever the error was.
 */
export function distributedMap<Item, Output>(
  items: readonly Item[],
  body: (batch: Item[], index: number) => Output,
  options: BatchedMapOptions,
): Promise<Returned<Awaited<Output>>[]>;
export function distributedMap<Item, Output>(
  items: readonly Item[],
  body: (item: Item, index: number) => Output,
  options?: DistributedMapOptions & { itemsPerBatch?: never },
): Promise<Returned<Awaited<Output>>[]>;
export async function distributedMap(
  items: readonly unknown[],
  body: (work: never, index: number) => unknown,
  { itemsPerBatch, concurrency = 0 }: DistributedMapOptions & { itemsPerBatch?: number } = {},
): Promise<unknown[]> {
  if (itemsPerBatch !== undefined && !(Number.isInteger(itemsPerBatch) && itemsPerBatch > 0)) {
    throw new RangeError(`itemsPerBatch is ${itemsPerBatch}; expected a whole number of at least 1`);
  }
  const work = itemsPerBatch === undefined ? items : toBatches(items, itemsPerBatch);
  try {
    // The overloads have matched items or batches with the function.
    return await mapItems(work, body as (work: unknown, index: number) => unknown, { concurrency });
  } catch (error) {
    throw new ItemsFailed(`The specified tolerated failure threshold was exceeded: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function toBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
