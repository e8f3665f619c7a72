import { expect, test } from "vitest";

import { AwsError } from "../../../protocol/aws-error.ts";
import { runTask, useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { start, describeExecution, types, untilStatus } = world;

test("an execution that needs nobody has ended when its start is answered", async () => {
  const executionArn = await start(
    {
      StartAt: "Add",
      States: { Add: { Type: "Pass", Result: { total: 3 }, ResultPath: "$.sum", End: true } },
    },
    '{"a": 1}',
  );
  expect(await describeExecution(executionArn)).toMatchObject({
    status: "SUCCEEDED",
    input: '{"a": 1}',
    output: '{"a":1,"sum":{"total":3}}',
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
  expect(await types(executionArn)).toEqual([
    "ExecutionStarted",
    "PassStateEntered",
    "PassStateExited",
    "ExecutionSucceeded",
  ]);
});

test("a call that fails can be caught by the service's error name", async () => {
  world.ecs.refuse(new AwsError("ClusterNotFoundException", "Cluster not found."));
  const executionArn = await start({
    ...runTask("", { Catch: [{ ErrorEquals: ["ECS.ClusterNotFoundException"], Next: "Caught" }] }),
    States: {
      ...runTask("", { Catch: [{ ErrorEquals: ["ECS.ClusterNotFoundException"], Next: "Caught" }] }).States,
      Caught: { Type: "Pass", Result: "caught", End: true },
    },
  });
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '"caught"' });
});

test("a resource that the engine cannot run fails the task and says what it can", async () => {
  const executionArn = await start({
    StartAt: "Tell",
    States: { Tell: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Parameters: {}, End: true } },
  });
  expect(await untilStatus(executionArn, "FAILED")).toMatchObject({
    error: "Acme.UnsupportedResource",
    cause: expect.stringContaining("It runs ecs:runTask"),
  });
});
