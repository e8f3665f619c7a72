import { DeleteStateMachineCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";

import { firstTask, runTask, secondTask, useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { start, describeExecution, history, types, untilStatus, untilType, countTasks } = world;

describe("a task of ECS that is waited for", () => {
  test("ends the state with the task", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    world.ecs.end(firstTask, 0);
    const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
    expect(JSON.parse(output)).toMatchObject({ TaskArn: firstTask, LastStatus: "STOPPED" });
    const events = await history(executionArn);
    expect(events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    const { taskScheduledEventDetails: scheduled } = events[2] ?? {};
    expect(scheduled).toMatchObject({ resourceType: "ecs", resource: "runTask.sync", region: "us-east-1" });
    expect(JSON.parse(scheduled?.parameters ?? "")).toEqual({
      Cluster: "batch",
      TaskDefinition: "etl:1",
      StartedBy: "AWS Step Functions",
    });
  });

  test("fails the state with the task as cause, and is tried again where the state says so", async () => {
    const executionArn = await start(
      runTask(".sync", {
        Retry: [{ ErrorEquals: ["States.TaskFailed"], MaxAttempts: 1, IntervalSeconds: 5 }],
      }),
    );
    await untilType(executionArn, "TaskSubmitted");
    world.ecs.end(firstTask, 1);
    await untilType(executionArn, "TaskFailed");
    world.clock.advanceTo(world.clock.now() + 5000);
    await expect.poll(() => world.ecs.tasks.size).toBe(2);
    await expect
      .poll(async () => (await types(executionArn)).filter((type) => type === "TaskSubmitted"))
      .toHaveLength(2);
    world.ecs.end(secondTask, 2);
    const { error, cause = "" } = await untilStatus(executionArn, "FAILED");
    expect(error).toBe("States.TaskFailed");
    expect(JSON.parse(cause)).toMatchObject({ TaskArn: secondTask, Containers: [{ ExitCode: 2 }] });
  });

  test("is stopped with the execution", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    await world.sfn.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "No more" }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "ABORTED",
      error: "Enough",
      cause: "No more",
    });
    await expect.poll(() => world.ecs.stopped).toMatchObject([{ task: firstTask }]);
    expect(world.ecs.stopped[0]?.reason).toContain(executionArn);
    expect((await types(executionArn)).at(-1)).toBe("ExecutionAborted");
  });

  test("is stopped when its time is over, and the end that comes then changes nothing", async () => {
    const executionArn = await start(runTask(".sync", { TimeoutSeconds: 60 }));
    await untilType(executionArn, "TaskSubmitted");
    world.clock.advanceTo(world.clock.now() + 60_000);
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "FAILED",
      error: "States.Timeout",
    });
    await expect.poll(() => world.ecs.stopped).toHaveLength(1);
    world.ecs.end(firstTask, 137);
    expect((await types(executionArn)).slice(-2)).toEqual(["TaskTimedOut", "ExecutionFailed"]);
  });

  test("is stopped when the state machine is deleted, and nothing of it stays", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    const { stateMachineArn } = await describeExecution(executionArn);
    await world.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect.poll(() => world.ecs.stopped).toHaveLength(1);
    await expect(describeExecution(executionArn)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
    await expect.poll(countTasks).toBe(0);
  });
});

test("a sibling's failure in the same breath leaves no task running", async () => {
  const executionArn = await start({
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        End: true,
        Branches: [
          {
            StartAt: "Tell",
            States: {
              Tell: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Parameters: {}, End: true },
            },
          },
          runTask(".sync"),
        ],
      },
    },
  });
  await untilStatus(executionArn, "FAILED");
  await expect.poll(() => world.ecs.stopped.map(({ task }) => task)).toEqual([...world.ecs.tasks.keys()]);
  await expect.poll(countTasks).toBe(0);
});
