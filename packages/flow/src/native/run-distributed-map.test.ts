import { expect, test } from "vitest";

import {
  distributedMap,
  flow,
  FlowError,
  ItemReaderFailed,
  ItemsFailed,
  s3,
  task,
  toItemReader,
} from "../index.ts";
import { runFlow } from "../testing.ts";

class Odd extends FlowError {}

const half = task({ name: "half" }, async (n: number) => {
  if (n % 2 === 1) throw new Odd(`${n} is odd`);
  return n / 2;
});

test("a batch is an array, and failures count by item", async () => {
  const sums = (toleratedFailureCount: number) =>
    flow({ name: "sums" }, () =>
      distributedMap(
        [2, 4, 1, 1, 6],
        async (batch) => {
          let sum = 0;
          for (const n of batch) sum += await half(n);
          return sum;
        },
        { itemsPerBatch: 2, toleratedFailureCount, concurrency: 1 },
      ),
    );
  const tolerated = await runFlow(sums(2), undefined);
  expect(tolerated).toMatchObject({
    output: [3, { Status: "FAILED", Error: "Odd", Cause: "1 is odd", Input: "[1,1]" }, 3],
  });
  expect(await runFlow(sums(1), undefined)).toMatchObject({
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  });
});

test("failures are tolerated up to a percentage of all items", async () => {
  const halves = (toleratedFailurePercentage: number) =>
    flow({ name: "halves" }, () =>
      distributedMap([2, 1, 4, 6], (n) => half(n), { toleratedFailurePercentage }),
    );
  expect(await runFlow(halves(25), undefined)).toMatchObject({
    output: [1, { Status: "FAILED", Error: "Odd" }, 2, 3],
  });
  expect(await runFlow(halves(24), undefined)).toMatchObject({ status: "FAILED" });
});

test("a failure that is not tolerated has one name, and is no longer the item's", async () => {
  const caught = flow({ name: "caught" }, async () => {
    try {
      await distributedMap([1], (n) => half(n));
    } catch (error) {
      return [error instanceof ItemsFailed, error instanceof Odd];
    }
    return null;
  });
  expect(await runFlow(caught, undefined)).toMatchObject({ output: [true, false] });
});

test("items of a file come from who stands in for S3", async () => {
  const load = flow({ name: "load" }, async ({ day }: { day: string }) =>
    distributedMap(
      s3.csv({ bucket: "in", key: `${day}.csv`, maxItems: 2 }),
      async ({ amount = "" }, index) => [index, Number(amount)],
      { label: "rows" },
    ),
  );
  const seen: unknown[] = [];
  const run = await runFlow(
    load,
    { day: "monday" },
    {
      onItems(source) {
        seen.push(source);
        return [{ amount: "1" }, { amount: "2" }, { amount: "3" }];
      },
    },
  );
  expect(run).toMatchObject({
    output: [
      [0, 1],
      [1, 2],
    ],
  });
  expect(seen).toEqual([{ kind: "s3", format: "csv", bucket: "in", key: "monday.csv", maxItems: 2 }]);
  expect(await runFlow(load, { day: "monday" })).toMatchObject({
    cause: expect.stringContaining("items of s3://in/monday.csv are not read in this process"),
  });
});

test("items that cannot be read fail the map by the name of Step Functions", async () => {
  const load = flow({ name: "load" }, async () => {
    try {
      await distributedMap(s3.objects({ bucket: "in", prefix: "a/" }), async ({ Key }) => Key);
    } catch (error) {
      return error instanceof ItemReaderFailed ? error.message : "?";
    }
    return null;
  });
  const run = await runFlow(load, undefined, {
    onItems: () => {
      throw new Error("no such bucket");
    },
  });
  expect(run).toMatchObject({ output: "no such bucket" });
});

test("results that go to S3 leave where they are", async () => {
  const written: unknown[] = [];
  const all = flow({ name: "all" }, () =>
    distributedMap([1, 2], async (n) => n * 10, {
      label: "tens",
      resultTo: { bucket: "out", prefix: "results/" },
    }),
  );
  const run = await runFlow(all, undefined, { onResults: (each) => void written.push(each) });
  const place = {
    MapRunArn: "arn:aws:states:us-east-1:000000000000:mapRun:native/tens:run-1-2",
    ResultWriterDetails: { Bucket: "out", Key: "results/run-1-2/manifest.json" },
  };
  expect(run).toMatchObject({ output: place });
  expect(written).toEqual([{ ...place, results: [10, 20] }]);
});

test.each([
  [{ itemsPerBatch: 0 }, "itemsPerBatch is 0"],
  [{ concurrency: -1 }, "concurrency is -1"],
  [{ toleratedFailureCount: 0.5 }, "toleratedFailureCount is 0.5"],
  [{ toleratedFailurePercentage: 101 }, "toleratedFailurePercentage is 101"],
])("options that cannot be are refused: %o", async (options, message) => {
  const all = flow({ name: "all" }, () => distributedMap([1], async () => 1, options));
  expect(await runFlow(all, undefined)).toMatchObject({
    error: "RangeError",
    cause: expect.stringContaining(message),
  });
});

test("a source is an ItemReader", () => {
  const place = { bucket: "b", key: "k" };
  const Arguments = { Bucket: "b", Key: "k" };
  const Resource = "arn:aws:states:::s3:getObject";
  expect([
    toItemReader(s3.json({ ...place, pointer: "/orders" })),
    toItemReader(s3.csv({ ...place, headers: ["a", "b"], delimiter: "PIPE", maxItems: 3 })),
    toItemReader(s3.jsonl(place)),
    toItemReader(s3.parquet(place)),
    toItemReader(s3.objects({ bucket: "b", prefix: "p/" })),
  ]).toEqual([
    { Resource, ReaderConfig: { InputType: "JSON", ItemsPointer: "/orders" }, Arguments },
    {
      Resource,
      ReaderConfig: {
        InputType: "CSV",
        CSVHeaderLocation: "GIVEN",
        CSVHeaders: ["a", "b"],
        CSVDelimiter: "PIPE",
        MaxItems: 3,
      },
      Arguments,
    },
    { Resource, ReaderConfig: { InputType: "JSONL" }, Arguments },
    { Resource, ReaderConfig: { InputType: "PARQUET" }, Arguments },
    { Resource: "arn:aws:states:::s3:listObjectsV2", Arguments: { Bucket: "b", Prefix: "p/" } },
  ]);
});
