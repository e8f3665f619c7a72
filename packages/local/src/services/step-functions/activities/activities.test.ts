import {
  CreateActivityCommand,
  DeleteActivityCommand,
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, test } from "vitest";

import { useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { create, start, describeExecution, history, types, untilStatus } = world;

describe("an activity", () => {
  const activityArn = "arn:aws:states:us-east-1:000000000000:activity:review";
  const review = {
    StartAt: "Review",
    States: { Review: { Type: "Task", Resource: activityArn, TimeoutSeconds: 600, End: true } },
  };
  const getTask = () => world.sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "anna" }));
  beforeEach(() => world.sfn.send(new CreateActivityCommand({ name: "review" })));

  test("hands its tasks to workers in turn, and takes what they say", async () => {
    const stateMachineArn = await create(review);
    const arns: (string | undefined)[] = [];
    for (const input of ['{"n":1}', '{"n":2}']) {
      const { executionArn } = await world.sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
      arns.push(executionArn);
    }
    const first = await getTask();
    const second = await getTask();
    expect([first.input, second.input]).toEqual(['{"n":1}', '{"n":2}']);
    await world.sfn.send(new SendTaskSuccessCommand({ taskToken: first.taskToken, output: '"good"' }));
    await world.sfn.send(new SendTaskFailureCommand({ taskToken: second.taskToken, error: "Bad" }));
    expect(await describeExecution(arns[0])).toMatchObject({ status: "SUCCEEDED", output: '"good"' });
    expect(await describeExecution(arns[1])).toMatchObject({ status: "FAILED", error: "Bad" });
    expect(await types(arns[0])).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "ActivityScheduled",
      "ActivityStarted",
      "ActivitySucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect((await history(arns[0]))[3]?.activityStartedEventDetails).toEqual({ workerName: "anna" });
  });

  test("keeps a worker waiting for a minute, and gives it the task that comes", async () => {
    const nothing = getTask();
    await expect.poll(() => world.clock.pending).toBe(1);
    world.clock.advanceTo(world.clock.now() + 60_000);
    expect((await nothing).taskToken).toBeUndefined();

    const something = getTask();
    await expect.poll(() => world.clock.pending).toBe(1);
    const executionArn = await start(review);
    const { taskToken } = await something;
    await world.sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
    await untilStatus(executionArn, "SUCCEEDED");
  });

  test("offers a task again after a restart, unless a worker has it", async () => {
    const executionArn = await start(review);
    await world.restart();
    const { taskToken } = await getTask();
    await world.restart();
    const nothing = getTask();
    await world.sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
    await untilStatus(executionArn, "SUCCEEDED");
    world.clock.advanceTo(world.clock.now() + 60_000);
    expect((await nothing).taskToken).toBeUndefined();
  });

  test("does not offer a task whose execution was stopped", async () => {
    const executionArn = await start(review);
    await world.sfn.send(new StopExecutionCommand({ executionArn }));
    const nothing = getTask();
    await expect.poll(() => world.clock.pending).toBe(1);
    world.clock.advanceTo(world.clock.now() + 60_000);
    expect((await nothing).taskToken).toBeUndefined();
  });

  test("that is not there fails the task", async () => {
    await world.sfn.send(new DeleteActivityCommand({ activityArn }));
    const executionArn = await start(review);
    expect(await untilStatus(executionArn, "FAILED")).toMatchObject({
      error: "States.Runtime",
      cause: expect.stringContaining(`The activity ${activityArn} does not exist.`),
    });
  });
});
