/** A distributed map in this process: read the items, batch them, run what Step Functions would run as child executions, count failures. */
import type { DistributedMapOptions } from "../authoring/distributed-map-options.ts";
import type { ItemSource } from "../authoring/s3-items.ts";
import { errorNameOf, messageOf } from "../errors/error-name.ts";
import { ItemReaderFailed, ItemsFailed } from "../errors/task-errors.ts";
import type { Json } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import type { FailedItem } from "./map-run-result.ts";
import { notAnswered } from "./not-answered.ts";
import { atWork, currentPlace, type NativeRun, runAt } from "./run.ts";
import { checkConcurrency, runWorkers } from "./run-workers.ts";

export async function runDistributedMap(
  source: readonly unknown[] | ItemSource,
  body: (work: unknown, index: number) => unknown,
  options: DistributedMapOptions,
): Promise<unknown> {
  checkOptions(options);
  const { itemsPerBatch, concurrency = 0, resultTo, label } = options;
  const { run, scope } = currentPlace();
  const items = await readItems(source, run);
  const work = itemsPerBatch === undefined ? items : toBatches(items, itemsPerBatch);
  const results: Json[] = [];
  let failed = 0;
  await runWorkers(work.length, concurrency, async (index) => {
    const own = work[index];
    const startedAt = run.clock.now();
    try {
      const result = await runAt({ scope: [...scope, index] }, async () =>
        itemsPerBatch === undefined ? body(own, index) : body(own, 0),
      );
      const name = { what: `the result of a distributed map for item ${index}`, root: "result" };
      results[index] = toJson(result, name);
    } catch (error) {
      failed += Array.isArray(own) && itemsPerBatch !== undefined ? own.length : 1;
      if (isExceeded(options, failed, items.length)) {
        throw new ItemsFailed("The specified tolerated failure threshold was exceeded", { cause: error });
      }
      results[index] = toFailedItem(error, own, startedAt, run);
    }
  });
  if (resultTo === undefined) return results;
  const id = run.createId();
  const folder = [(resultTo.prefix ?? "").replace(/\/$/, ""), id].filter((part) => part !== "").join("/");
  const written = {
    MapRunArn: `arn:aws:states:us-east-1:000000000000:mapRun:native/${label ?? "map"}:${id}`,
    ResultWriterDetails: { Bucket: resultTo.bucket, Key: `${folder}/manifest.json` },
  };
  run.noteResults?.({ ...written, results });
  return written;
}

/** Throws RangeError. */
function checkOptions(options: DistributedMapOptions): void {
  const { itemsPerBatch, concurrency = 0, toleratedFailureCount, toleratedFailurePercentage } = options;
  checkConcurrency(concurrency);
  if (itemsPerBatch !== undefined && !(Number.isInteger(itemsPerBatch) && itemsPerBatch > 0)) {
    throw new RangeError(`itemsPerBatch is ${itemsPerBatch}; expected a whole number of at least 1`);
  }
  if (
    toleratedFailureCount !== undefined &&
    !(Number.isInteger(toleratedFailureCount) && toleratedFailureCount >= 0)
  ) {
    throw new RangeError(
      `toleratedFailureCount is ${toleratedFailureCount}; expected a whole number of at least 0`,
    );
  }
  const percentage = toleratedFailurePercentage ?? 0;
  if (!(percentage >= 0 && percentage <= 100)) {
    throw new RangeError(`toleratedFailurePercentage is ${percentage}; expected a number from 0 to 100`);
  }
}

async function readItems(source: readonly unknown[] | ItemSource, run: NativeRun): Promise<Json[]> {
  const name = { what: "the list of items of a distributed map", root: "items" };
  // A copy of an array is an array.
  if (isList(source)) return toJson(source, name) as Json[];
  const { readItems } = run;
  if (!readItems) {
    throw notAnswered(`items of ${placeOf(source)} are not read`, "give them in onItems");
  }
  const items: Json[] = [];
  try {
    await atWork(run, async () => {
      for await (const item of await readItems(source)) {
        if (items.length >= (source.maxItems ?? Infinity)) return;
        items.push(toJson(item, { what: `an item of ${placeOf(source)}`, root: `items[${items.length}]` }));
      }
    });
  } catch (error) {
    throw new ItemReaderFailed(messageOf(error), { cause: error });
  }
  return items;
}

function isList(source: readonly unknown[] | ItemSource): source is readonly unknown[] {
  return Array.isArray(source);
}

function placeOf(source: ItemSource): string {
  const path = source.format === "objects" ? (source.prefix ?? "") : source.key;
  return `s3://${source.bucket}/${path}`;
}

function toBatches(items: readonly Json[], size: number): Json[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Source: Developer Guide, "Setting failure thresholds for Distributed Map states": what is reached first counts; with neither, any failure does. */
function isExceeded(
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: DistributedMapOptions,
  failed: number,
  total: number,
): boolean {
  if (count === undefined && percentage === undefined) return true;
  if (count !== undefined && failed > count) return true;
  return percentage !== undefined && (failed / total) * 100 > percentage;
}

function toFailedItem(error: unknown, input: unknown, startedAt: number, run: NativeRun): Json {
  const id = run.createId();
  const item: FailedItem & { [field: string]: Json } = {
    Cause: messageOf(error),
    Error: errorNameOf(error),
    ExecutionArn: `arn:aws:states:us-east-1:000000000000:execution:native/map:${id}`,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: id,
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: "REDRIVABLE_BY_MAP_RUN",
    StartDate: new Date(startedAt).toISOString(),
    StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:native/map",
    Status: "FAILED",
    StopDate: new Date(run.clock.now()).toISOString(),
  };
  return { ...item };
}
