import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";

import { roleArn } from "../testing/execution-world.ts";
import { mapOf, useMapRunWorld } from "../testing/map-run-world.ts";

const world = useMapRunWorld();

const waiting = { Wait: { Type: "Wait", Seconds: 10, End: true } };
/** Fails for an input that says so. */
const failing = {
  Judge: {
    Type: "Choice",
    Choices: [{ Condition: "{% $states.input = 'bad' %}", Next: "Bad" }],
    Default: "Good",
  },
  Good: { Type: "Pass", End: true },
  Bad: { Type: "Fail", Error: "Bad", Cause: "item" },
};

const running = async (mapRunArn: string | undefined) =>
  (await world.children(mapRunArn)).filter(({ status }) => status === "RUNNING").length;

test("every item is a child execution of its own, and the history tells of the map run only", async () => {
  const executionArn = await world.start(mapOf({ Items: [1, "b", { c: 3 }] }));
  expect(await world.untilEnded(executionArn)).toMatchObject({
    status: "SUCCEEDED",
    output: '[1,"b",{"c":3}]',
  });
  expect(await world.types(executionArn)).toEqual([
    "ExecutionStarted",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
  ]);
  const { mapRunArn, ...mapRun } = await world.mapRun(executionArn);
  expect(mapRunArn).toMatch(/^arn:aws:states:us-east-1:000000000000:mapRun:machine\/work:[\w-]{36}$/);
  const counts = {
    pending: 0,
    running: 0,
    succeeded: 3,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    total: 3,
    resultsWritten: 3,
  };
  expect(mapRun).toMatchObject({
    executionArn,
    status: "SUCCEEDED",
    maxConcurrency: 0,
    toleratedFailureCount: 0,
    toleratedFailurePercentage: 0,
    itemCounts: counts,
    executionCounts: counts,
    redriveCount: 0,
  });
  const children = await world.children(mapRunArn);
  expect(children).toHaveLength(3);
  const [last] = children;
  expect(last).toMatchObject({
    stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:machine/work",
    status: "SUCCEEDED",
    mapRunArn,
    itemCount: 1,
  });
  const child = await world.describeExecution(last?.executionArn);
  expect(child).toMatchObject({
    executionArn: `arn:aws:states:us-east-1:000000000000:execution:machine/work:${child.name}`,
    stateMachineArn: last?.stateMachineArn,
    mapRunArn,
    input: '{"c":3}',
    output: '{"c":3}',
  });
  expect(await world.types(last?.executionArn)).toContain("PassStateEntered");
});

test("children are not among the executions of the state machine", async () => {
  const executionArn = await world.start(mapOf({ Items: [1] }));
  const { stateMachineArn } = await world.untilEnded(executionArn);
  const { executions = [] } = await world.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions.map((one) => one.executionArn)).toEqual([executionArn]);
});

test("no items are no children", async () => {
  const executionArn = await world.start(mapOf({ Items: [] }));
  expect(await world.untilEnded(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "[]" });
});

test("express children are described once they have ended", async () => {
  const executionArn = await world.start(mapOf({ Items: [1, 2] }, undefined, "EXPRESS"));
  expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[1,2]" });
  const { mapRunArn } = await world.mapRun(executionArn);
  const [child] = await world.children(mapRunArn);
  expect(child?.executionArn).toMatch(/:express:machine\/work:[\w-]{36}:[\w-]{36}$/);
  expect(await world.describeExecution(child?.executionArn)).toMatchObject({ output: "2", mapRunArn });
});

test("express children that wait are waited for", async () => {
  const executionArn = await world.start(mapOf({ Items: [1, 2] }, waiting, "EXPRESS"));
  const { mapRunArn } = await world.mapRun(executionArn);
  await expect.poll(async () => (await world.mapRun(executionArn)).executionCounts?.running).toBe(2);
  world.clock.advanceTo(world.clock.now() + 10_000);
  expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[1,2]" });
  expect(await world.children(mapRunArn)).toHaveLength(2);
});

test("items are selected and batched", async () => {
  const executionArn = await world.start(
    mapOf({
      Items: [1, 2, 3],
      ItemSelector: {
        n: "{% $states.context.Map.Item.Value %}",
        of: "{% $states.context.Map.Item.Source %}",
      },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { by: "{% $states.context.Execution.Name %}" } },
    }),
  );
  const { output = "" } = await world.untilEnded(executionArn);
  const item = (n: number) => ({ n, of: "STATE_DATA" });
  expect(JSON.parse(output)).toEqual([
    { BatchInput: { by: "run" }, Items: [item(1), item(2)] },
    { BatchInput: { by: "run" }, Items: [item(3)] },
  ]);
  expect(await world.mapRun(executionArn)).toMatchObject({
    itemCounts: { total: 3, succeeded: 3 },
    executionCounts: { total: 2, succeeded: 2 },
  });
});

test("a selector that cannot be evaluated fails the map run in the interpreter's words", async () => {
  const executionArn = await world.start(mapOf({ Items: [1], ItemSelector: "{% $states.input.nothing %}" }));
  expect(await world.untilEnded(executionArn)).toMatchObject({
    status: "FAILED",
    error: "States.QueryEvaluationError",
  });
  expect(await world.types(executionArn)).toContain("MapRunFailed");
});

test("a distributed Map inside another one's children has map runs of its own", async () => {
  const inner = mapOf({ Items: "{% $states.input %}", Label: "inner" }).States.Each;
  const executionArn = await world.start(mapOf({ Items: [[1, 2], [3]] }, { Inner: inner }));
  expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[[1,2],[3]]" });
  const { mapRunArn } = await world.mapRun(executionArn);
  const [child] = await world.children(mapRunArn);
  const nested = await world.mapRun(child?.executionArn);
  expect(nested.mapRunArn).toContain(":mapRun:machine/work/inner:");
  expect(await world.children(nested.mapRunArn)).toHaveLength(1);
});

describe("concurrency", () => {
  test("is what MaxConcurrency says, until UpdateMapRun says otherwise", async () => {
    const executionArn = await world.start(mapOf({ Items: [1, 2, 3, 4, 5], MaxConcurrency: 2 }, waiting));
    const { mapRunArn } = await world.mapRun(executionArn);
    await expect.poll(() => running(mapRunArn)).toBe(2);
    await world.sfn.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 4 }));
    await expect.poll(() => running(mapRunArn)).toBe(4);
    world.clock.advanceTo(world.clock.now() + 10_000);
    await expect.poll(() => running(mapRunArn)).toBe(1);
    world.clock.advanceTo(world.clock.now() + 10_000);
    expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[1,2,3,4,5]" });
    await expect(
      world.sfn.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 4 })),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("an unknown map run is not found", async () => {
    const mapRunArn = "arn:aws:states:us-east-1:000000000000:mapRun:machine/work:nobody";
    await expect(world.sfn.send(new DescribeMapRunCommand({ mapRunArn }))).rejects.toMatchObject({
      name: "ResourceNotFound",
    });
    await expect(world.children(mapRunArn)).rejects.toMatchObject({ name: "ResourceNotFound" });
    await expect(
      world.sfn.send(new DescribeMapRunCommand({ mapRunArn: "arn:aws:s3:::x" })),
    ).rejects.toMatchObject({ name: "InvalidArn" });
  });
});

describe("failed children", () => {
  const threshold = {
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  };

  test.each([
    [{}, ["bad", 1], threshold],
    [{ ToleratedFailureCount: 1 }, ["bad", 1], { status: "SUCCEEDED" }],
    [{ ToleratedFailureCount: 1 }, ["bad", 1, "bad"], threshold],
    [{ ToleratedFailurePercentage: 50 }, [1, "bad", "bad", 4], { status: "SUCCEEDED" }],
    [{ ToleratedFailurePercentage: 49 }, [1, "bad", "bad", 4], threshold],
    [{ ToleratedFailureCount: 5, ToleratedFailurePercentage: 10 }, [1, 2, "bad"], threshold],
    [
      { ToleratedFailureCount: 1, ItemBatcher: { MaxItemsPerBatch: 2 }, ItemSelector: "bad" },
      [1, 2],
      { status: "SUCCEEDED" },
    ],
  ])("with %j of %j", async (tolerance, Items, outcome) => {
    const executionArn = await world.start(mapOf({ Items, ...tolerance }, failing));
    expect(await world.untilEnded(executionArn)).toMatchObject(outcome);
    expect((await world.mapRun(executionArn)).status).toBe(outcome.status);
  });

  test("stand in the result as they are", async () => {
    const executionArn = await world.start(mapOf({ Items: [1, "bad"], ToleratedFailureCount: 1 }, failing));
    const { output = "" } = await world.untilEnded(executionArn);
    expect(JSON.parse(output)).toMatchObject([1, { Error: "Bad", Cause: "item", Status: "FAILED" }]);
  });

  test("end the map run: what runs is stopped, what waits is not started", async () => {
    const states = { ...failing, Good: { Type: "Wait", Seconds: 10, End: true } };
    const executionArn = await world.start(mapOf({ Items: [1, 2, "bad", 4], MaxConcurrency: 3 }, states));
    expect(await world.untilEnded(executionArn)).toMatchObject(threshold);
    const { mapRunArn, executionCounts } = await world.mapRun(executionArn);
    expect(executionCounts).toMatchObject({ aborted: 2, failed: 1, running: 0 });
    expect(await world.children(mapRunArn)).toHaveLength(3);
    expect(world.clock.pending).toBe(0);
  });

  test("are tried again as a whole by the state's Retry", async () => {
    const Retry = [
      { ErrorEquals: ["States.ExceedToleratedFailureThreshold"], MaxAttempts: 1, IntervalSeconds: 1 },
    ];
    const executionArn = await world.start(mapOf({ Items: ["bad"], Retry }, failing));
    await expect.poll(() => world.types(executionArn)).toContain("MapRunFailed");
    world.clock.advanceTo(world.clock.now() + 1000);
    expect(await world.untilEnded(executionArn)).toMatchObject(threshold);
    expect((await world.types(executionArn)).filter((type) => type === "MapRunStarted")).toHaveLength(2);
  });
});

test("a result that is larger than a state's may be fails the state", async () => {
  const Items = Array.from({ length: 5 }, () => "x".repeat(40_000));
  const executionArn = await world.start(
    mapOf({ Items, ItemSelector: "{% $states.context.Map.Item.Value & $states.context.Map.Item.Value %}" }),
  );
  expect(await world.untilEnded(executionArn)).toMatchObject({
    status: "FAILED",
    error: "States.DataLimitExceeded",
  });
});

test("StopExecution stops the children", async () => {
  const executionArn = await world.start(mapOf({ Items: [1, 2] }, waiting));
  const { mapRunArn } = await world.mapRun(executionArn);
  await expect.poll(() => running(mapRunArn)).toBe(2);
  await world.sfn.send(new StopExecutionCommand({ executionArn }));
  await expect.poll(async () => (await world.mapRun(executionArn)).status).toBe("ABORTED");
  const children = await world.children(mapRunArn);
  expect(children.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"]);
  expect(await world.mapRun(executionArn)).toMatchObject({ executionCounts: { aborted: 2, running: 0 } });
  expect(world.clock.pending).toBe(0);
});

test.each(["STANDARD", "EXPRESS"] as const)(
  "a deleted state machine takes its map runs along, %s children and all",
  async (type) => {
    const executionArn = await world.start(mapOf({ Items: [1, 2, 3, 4], MaxConcurrency: 2 }, waiting, type));
    await expect.poll(async () => (await world.mapRun(executionArn)).executionCounts?.running).toBe(2);
    const { stateMachineArn } = await world.describeExecution(executionArn);
    await world.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect.poll(() => world.clock.pending).toBe(0);
    await expect.poll(() => world.countRows("sfn_map_runs")).toBe(0);
    expect(world.countRows("sfn_executions")).toBe(0);
  },
);

describe("redriven with its parent", () => {
  /** Describes a machine that is not there at first. */
  const ask = {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:sfn:describeStateMachine",
      Arguments: {
        StateMachineArn: "{% 'arn:aws:states:us-east-1:000000000000:stateMachine:' & $states.input %}",
      },
      Output: "{% $states.result.Name %}",
      End: true,
    },
  };

  test.each(["STANDARD", "EXPRESS"] as const)("a map run runs what had not succeeded, %s", async (type) => {
    const executionArn = await world.start(
      mapOf({ Items: ["machine", "wanted", "machine"], MaxConcurrency: 1 }, ask, type),
    );
    expect(await world.untilEnded(executionArn)).toMatchObject({ status: "FAILED" });
    const before = await world.mapRun(executionArn);
    const [succeeded] = (await world.children(before.mapRunArn)).slice(-1);
    expect(before).toMatchObject({ status: "FAILED", executionCounts: { succeeded: 1, failed: 1 } });
    world.clock.advanceTo(world.clock.now() + 1000);
    await world.sfn.send(
      new CreateStateMachineCommand({
        name: "wanted",
        roleArn,
        definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
      }),
    );
    await world.sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect(await world.untilEnded(executionArn)).toMatchObject({
      status: "SUCCEEDED",
      output: '["machine","wanted","machine"]',
    });
    const after = await world.mapRun(executionArn);
    expect(after).toMatchObject({
      mapRunArn: before.mapRunArn,
      status: "SUCCEEDED",
      redriveCount: 1,
      executionCounts: { succeeded: 3, failed: 0, total: 3 },
    });
    const children = await world.children(after.mapRunArn);
    expect(children).toHaveLength(3);
    expect(children.at(-1)).toEqual(succeeded);
    const second = await world.types(children.at(-2)?.executionArn);
    if (type === "STANDARD") expect(second).toContain("ExecutionRedriven");
    expect(await world.types(executionArn)).toEqual(
      expect.arrayContaining(["ExecutionRedriven", "MapRunRedriven"]),
    );
  });
});

test("a map run is redriven while its children are still being stopped", async () => {
  const executionArn = await world.start(mapOf({ Items: [1, 2] }, waiting));
  const { mapRunArn } = await world.mapRun(executionArn);
  await expect.poll(() => running(mapRunArn)).toBe(2);
  world.clock.advanceTo(world.clock.now() + 1);
  await world.sfn.send(new StopExecutionCommand({ executionArn }));
  await world.sfn.send(new RedriveExecutionCommand({ executionArn }));
  await expect.poll(() => running(mapRunArn)).toBe(2);
  world.clock.advanceTo(world.clock.now() + 10_000);
  expect(await world.untilEnded(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "[1,2]" });
});

test("a child alone is not redriven", async () => {
  const executionArn = await world.start(mapOf({ Items: ["bad"] }, failing));
  await world.untilEnded(executionArn);
  const [child] = await world.children((await world.mapRun(executionArn)).mapRunArn);
  expect(await world.describeExecution(child?.executionArn)).toMatchObject({
    redriveStatus: "REDRIVABLE_BY_MAP_RUN",
  });
  await expect(
    world.sfn.send(new RedriveExecutionCommand({ executionArn: child?.executionArn })),
  ).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
});

describe("after a restart", () => {
  test.each(["STANDARD", "EXPRESS"] as const)("a map run of %s children goes on", async (type) => {
    const executionArn = await world.start(mapOf({ Items: [1, 2, 3, 4], MaxConcurrency: 2 }, waiting, type));
    await expect.poll(async () => (await world.mapRun(executionArn)).executionCounts?.running).toBe(2);
    world.clock.advanceTo(world.clock.now() + 10_000);
    await expect
      .poll(async () => (await world.mapRun(executionArn)).executionCounts)
      .toMatchObject({ running: 2, succeeded: 2 });
    const { mapRunArn } = await world.mapRun(executionArn);
    const done = (await world.children(mapRunArn)).filter(({ status }) => status === "SUCCEEDED");
    await world.restart();
    await expect
      .poll(async () => (await world.mapRun(executionArn)).executionCounts)
      .toMatchObject({ running: 2, succeeded: 2 });
    world.clock.advanceTo(world.clock.now() + 10_000);
    expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[1,2,3,4]" });
    const children = await world.children(mapRunArn);
    expect(children).toHaveLength(4);
    expect(children).toEqual(expect.arrayContaining(done));
  });

  test("children whose parent was stopped in the last moment are stopped", async () => {
    const executionArn = await world.start(mapOf({ Items: [1] }, waiting));
    const { mapRunArn } = await world.mapRun(executionArn);
    await expect.poll(() => running(mapRunArn)).toBe(1);
    // As if the process had been killed between the parent's last burst and the children's.
    world.store
      .prepare("UPDATE sfn_executions SET status = 'ABORTED', snapshot = NULL, stopped_at = 0 WHERE arn = ?")
      .run(executionArn ?? "");
    await world.restart();
    await expect.poll(() => running(mapRunArn)).toBe(0);
    expect(await world.mapRun(executionArn)).toMatchObject({
      status: "ABORTED",
      executionCounts: { aborted: 1 },
    });
  });

  test("a parent that was not told the end is told", async () => {
    const executionArn = await world.start(mapOf({ Items: [1] }, waiting));
    const { mapRunArn } = await world.mapRun(executionArn);
    await expect.poll(() => running(mapRunArn)).toBe(1);
    world.store
      .prepare(
        "UPDATE sfn_executions SET status = 'SUCCEEDED', output = '7', snapshot = NULL, stopped_at = 0 WHERE map_run = ?",
      )
      .run(mapRunArn ?? "");
    world.store.prepare("UPDATE sfn_map_runs SET status = 'SUCCEEDED', stopped_at = 0").run();
    await world.restart();
    expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[7]" });
  });
});
