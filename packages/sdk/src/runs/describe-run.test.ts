import { describe, expect, test } from "vitest";
import { createImitatedRun, executionArn, taskArnOf } from "../testing/imitated-run.ts";
import { awsError } from "../testing/scripted-clients.ts";
import { describeRun } from "./describe-run.ts";

describe("a run as it is now", () => {
  test("goes on: no output, no failure, and no question about one", async () => {
    const world = createImitatedRun();
    world.start();
    expect(await describeRun(world.target, executionArn, undefined)).toEqual({
      name: "run-1",
      deployment: "etl/prod",
      executionArn,
      status: "RUNNING",
      startedAt: expect.any(Date),
      version: 4,
      parameters: { day: "2026-01-31" },
    });
    expect(world.calls).toEqual(["DescribeExecution", "ListTagsForResource"]);
  });

  test("failed: the task that stopped last, with its last ten lines", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.log("a", "first try");
    world.stopTask("a", 1);
    world.submitTask("b");
    world.log("b", ...Array.from({ length: 30 }, (_, index) => `line ${index}`));
    world.stopTask("b", 2);
    world.end("FAILED", "States.TaskFailed", "");
    const { failure } = await describeRun(world.target, executionArn, undefined);
    expect(failure).toMatchObject({
      reason: 'The command exited with code 2; its last line was "line 29".',
      taskArn: taskArnOf("b"),
      lastLogLines: Array.from({ length: 10 }, (_, index) => `line ${index + 20}`),
    });
  });

  test("failed, and somebody has deleted its task definition: without the lines", async () => {
    const world = createImitatedRun({
      script: {
        DescribeTaskDefinition: () => {
          throw awsError("ClientException", "Unable to describe task definition.");
        },
      },
    });
    world.start();
    world.submitTask("a");
    world.stopTask("a", 1);
    world.end("FAILED", "States.TaskFailed", "");
    const { failure } = await describeRun(world.target, executionArn, undefined);
    expect(failure).toMatchObject({ reason: "The command exited with code 1.", lastLogLines: [] });
  });

  test("of a deployment that is gone: called by its resource name", async () => {
    const world = createImitatedRun({
      script: {
        ListTagsForResource: () => {
          throw awsError("ResourceNotFound");
        },
      },
    });
    expect(await describeRun(world.target, executionArn, undefined)).toMatchObject({
      deployment: "etl-prod",
    });
  });
});
