import { expect, test } from "vitest";

import { flow, map, sleep, task } from "../index.ts";
import { runFlow } from "../testing.ts";

class OutOfStock extends Error {}

const extract = task(
  { name: "extract", retries: 3, retryDelaySeconds: 10, timeoutSeconds: 600, cpu: 1024, memory: 4096 },
  async ({ day }: { day: string }) => ({ files: [`${day}-a.csv`, `${day}-b.csv`] }),
);
const load = task({ name: "load" }, async ({ file }: { file: string }) => ({ rows: file.length }));

const nightly = flow(
  { name: "nightly" },
  async ({ day = "today", limit }: { day?: string; limit: number }) => {
    const { files } = await extract({ day });
    const loaded = await map(files.slice(0, limit), (file) => load({ file }), { concurrency: 10 });
    let total = 0;
    for (const { rows } of loaded) total += rows;
    if (total === 0) {
      await sleep({ minutes: 5 });
      throw new OutOfStock(`nothing for ${day}`);
    }
    return { day, total };
  },
);

test("a flow without a type written down but those of its inputs runs as a function", async () => {
  const { day, total } = await nightly({ limit: 2 });
  expect(day.toUpperCase()).toBe("TODAY");
  expect(total.toFixed(1)).toBe("22.0");
});

test("its tasks are stood in for, its sleep takes no time, its error has the name of its class", async () => {
  const run = await runFlow(
    nightly,
    { limit: 2, day: "monday" },
    { onTask: ({ task }, own) => (task === "load" ? { rows: 0 } : own()) },
  );
  expect(run).toMatchObject({
    status: "FAILED",
    error: "OutOfStock",
    cause: "nothing for monday",
    elapsedSeconds: 300,
  });
  expect(run.calls.map(({ task }) => task)).toEqual(["extract", "load", "load"]);
});
