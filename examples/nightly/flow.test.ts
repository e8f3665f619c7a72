import { runFlow } from "acme-engine/testing";
import { expect, test } from "vitest";

import { nightly, NothingLoaded } from "./flow.ts";

test("a flow is a function: call it", async () => {
  expect(await nightly({ day: "monday", limit: 2 })).toEqual({ day: "monday", total: 24 });
});

test("what its tasks answer is up to the test, and waiting takes no time", async () => {
  const run = await runFlow(
    nightly,
    { limit: 2 },
    { onTask: ({ task }, own) => (task === "load" ? { rows: 0 } : own()) },
  );
  expect(run).toMatchObject({ status: "FAILED", error: "NothingLoaded", cause: "nothing for today" });
  expect(run.elapsedSeconds).toBe(300);
  expect(run.calls.map(({ task, scope }) => [task, ...scope])).toEqual([
    ["extract"],
    ["load", 0],
    ["load", 1],
  ]);
});

test("a task that fails is tried again as its options say", async () => {
  const run = await runFlow(
    nightly,
    { limit: 1 },
    {
      onTask: ({ task, attempt }, own) => {
        if (task === "extract" && attempt < 4) throw new Error("the source is down");
        return own();
      },
    },
  );
  expect(run).toMatchObject({ status: "SUCCEEDED", output: { total: 11 }, elapsedSeconds: 30 });
});

test("an error is told by its class", async () => {
  const empty = await runFlow(nightly, { limit: 0 });
  expect(empty.status === "FAILED" && empty.thrown).toBeInstanceOf(NothingLoaded);
});
