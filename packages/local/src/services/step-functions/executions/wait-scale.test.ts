import { expect, test } from "vitest";

import { runTask, useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld(() => ({ waitScale: 0.01 }));
const { start, history, types, untilStatus, untilType } = world;

test("waits and pauses before retries take their share of the time", async () => {
  const retry = { Retry: [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 100, MaxAttempts: 1 }] };
  const machine = runTask(".sync", retry);
  const executionArn = await start({
    StartAt: "Nap",
    States: { Nap: { Type: "Wait", Seconds: 1000, Next: "Work" }, ...machine.States },
  });
  const begun = world.clock.now();
  world.clock.advanceTo(begun + 10_000);
  await untilType(executionArn, "TaskSubmitted");
  world.ecs.end([...world.ecs.tasks.keys()][0] ?? "", 1);
  await untilType(executionArn, "TaskFailed");
  world.clock.advanceTo(begun + 11_000);
  await expect.poll(() => world.ecs.tasks.size).toBe(2);
  world.ecs.end([...world.ecs.tasks.keys()][1] ?? "", 0);
  await untilStatus(executionArn, "SUCCEEDED");
  const woken = (await history(executionArn)).find(({ type }) => type === "WaitStateExited");
  expect(woken?.timestamp?.getTime()).toBe(begun + 10_000);
});

test("what is left of a wait is shortened after a restart too", async () => {
  const executionArn = await start({
    StartAt: "Nap",
    States: { Nap: { Type: "Wait", Seconds: 1000, End: true } },
  });
  await world.restart();
  world.clock.advanceTo(world.clock.now() + 10_000);
  await untilStatus(executionArn, "SUCCEEDED");
});

test("the deadline of a task stays where it is", async () => {
  const executionArn = await start(runTask(".sync", { TimeoutSeconds: 60 }));
  await untilType(executionArn, "TaskSubmitted");
  world.clock.advanceTo(world.clock.now() + 59_000);
  expect((await types(executionArn)).at(-1)).toBe("TaskSubmitted");
  world.clock.advanceTo(world.clock.now() + 1000);
  await untilStatus(executionArn, "FAILED");
  await expect.poll(() => world.ecs.stopped).toHaveLength(1);
});
