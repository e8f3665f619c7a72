import { asl, aws, distributedMap, flow, FlowError, s3 } from "acme-engine";

class Odd extends FlowError {}

class NoSuchKey extends FlowError {
  static override readonly errorName = "S3.NoSuchKeyException";
}

export const batches = flow({ name: "batches" }, async ({ factor }: { factor: number }) =>
  distributedMap(
    [2, 4, 1, 1, 6],
    async (batch) => {
      let sum = 0;
      for (const n of batch) {
        if (n === 1) throw new Odd(`${n} is odd`);
        sum += n * factor;
      }
      return sum;
    },
    { itemsPerBatch: 2, toleratedFailureCount: 2, label: "sums" },
  ),
);

export const tooMany = flow({ name: "tooMany" }, async ({ factor }: { factor: number }) => {
  try {
    return await distributedMap(
      [2, 1, 4],
      async (n) => {
        if (n === 1) throw new Odd("odd");
        return n * factor;
      },
      { toleratedFailurePercentage: 30 },
    );
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
});

export const rows = flow({ name: "rows" }, async ({ day }: { day: string }) =>
  distributedMap(
    s3.csv({ bucket: "incoming", key: `${day}.csv`, maxItems: 2 }),
    async ({ amount = "" }, index) => ({ index, amount }),
  ),
);

export const lines = flow({ name: "lines" }, async ({ day }: { day: string }) =>
  distributedMap(
    s3.jsonl<{ n: number }>({ bucket: "incoming", key: `${day}.jsonl` }),
    async ({ n }) => n + 1,
  ),
);

export const missing = flow({ name: "missing" }, async ({ day }: { day: string }) => {
  try {
    return await distributedMap(
      s3.json<number>({ bucket: "incoming", key: `${day}.json` }),
      async (n) => n + 1,
    );
  } catch (error) {
    return (error as Error).name;
  }
});

export const written = flow({ name: "written" }, async ({ bucket }: { bucket: string }) =>
  distributedMap([1, 2], async (n) => n * 10, { resultTo: { bucket, prefix: "results/" }, label: "tens" }),
);

export const empty = flow({ name: "empty" }, async ({ items }: { items: number[] }) =>
  distributedMap(items, async (n) => n, { itemsPerBatch: 3 }),
);

/** Reads a report, or makes it. */
export const report = flow({ name: "report" }, async ({ day }: { day: string }) => {
  const place = { Bucket: "reports", Key: `${day}.json` };
  try {
    await aws.s3.headBucket({ Bucket: place.Bucket });
    await aws.s3.getObject(place);
    return "there";
  } catch (error) {
    if (!(error instanceof NoSuchKey)) throw error;
  }
  await asl("Put", {
    Type: "Task",
    Resource: "arn:aws:states:::aws-sdk:s3:putObject",
    Arguments: { Bucket: place.Bucket, Key: place.Key, Body: { day } },
  });
  const { ContentLength }: { ContentLength?: number } = await aws.s3.headObject(place);
  return { bytes: ContentLength ?? 0 };
});
