import {
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";

import { firstTask, runTask, useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { create, start, describeExecution, history, types, untilStatus, untilType } = world;

describe("after a restart", () => {
  test("a wait keeps its deadline", async () => {
    const executionArn = await start({
      StartAt: "Sleep",
      States: { Sleep: { Type: "Wait", Seconds: 3600, End: true } },
    });
    world.clock.advanceTo(world.clock.now() + 3_599_000);
    await world.restart();
    expect(await describeExecution(executionArn)).toMatchObject({ status: "RUNNING" });
    world.clock.advanceTo(world.clock.now() + 1000);
    const { startDate, stopDate } = await untilStatus(executionArn, "SUCCEEDED");
    expect(Number(stopDate) - Number(startDate)).toBe(3_600_000);
  });

  test("a redriven execution goes on where it was", async () => {
    const executionArn = await start({
      StartAt: "Sleep",
      States: { Sleep: { Type: "Wait", Seconds: 60, End: true } },
    });
    await world.sfn.send(new StopExecutionCommand({ executionArn }));
    await world.restart();
    await world.sfn.send(new RedriveExecutionCommand({ executionArn }));
    await world.restart();
    expect(await describeExecution(executionArn)).toMatchObject({ status: "RUNNING", redriveCount: 1 });
    world.clock.advanceTo(world.clock.now() + 60_000);
    await untilStatus(executionArn, "SUCCEEDED");
    expect(await types(executionArn)).toEqual([
      "ExecutionStarted",
      "WaitStateEntered",
      "ExecutionAborted",
      "ExecutionRedriven",
      "WaitStateEntered",
      "WaitStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("a task that runs on is waited for", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    await world.restart();
    world.ecs.end(firstTask, 0);
    await untilStatus(executionArn, "SUCCEEDED");
    expect(world.ecs.started).toHaveLength(1);
  });

  test("a task that ended meanwhile is noticed", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    await world.close();
    world.ecs.end(firstTask, 4);
    await world.reopen();
    await untilStatus(executionArn, "FAILED");
    expect(await types(executionArn)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskFailed",
      "ExecutionFailed",
    ]);
  });

  test("a call that may not have been answered is made again, for the same task", async () => {
    const executionArn = await start(runTask(".sync"));
    // The engine ends before RunTask's answer is written.
    await world.restart();
    await untilType(executionArn, "TaskSubmitted");
    expect(world.ecs.tasks.size).toBe(1);
    world.ecs.end(firstTask, 0);
    await untilStatus(executionArn, "SUCCEEDED");
  });

  test("a task whose stop was not confirmed is stopped", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    const stopping = world.sfn.send(new StopExecutionCommand({ executionArn }));
    await stopping;
    world.ecs.stopped.splice(0);
    // As if the process had been killed between the commit and the call.
    world.store
      .prepare(
        "INSERT OR REPLACE INTO sfn_tasks (execution, execution_arn, task_id, request, state, handle) VALUES (1, ?, 'task-1', ?, 'stopping', ?)",
      )
      .run(
        executionArn ?? "",
        JSON.stringify({
          taskId: "task-1",
          resource: "arn:aws:states:::ecs:runTask.sync",
          arguments: { TaskDefinition: "etl:1" },
          stateName: "Work",
          attempt: 0,
        }),
        JSON.stringify({ cluster: "batch", taskArns: [firstTask] }),
      );
    await world.restart();
    await expect.poll(() => world.ecs.stopped).toMatchObject([{ task: firstTask }]);
  });

  test("a token is still good", async () => {
    const executionArn = await start(
      runTask(".waitForTaskToken", {
        Parameters: { TaskDefinition: "etl:1", "StartedBy.$": "$$.Task.Token" },
      }),
    );
    await untilType(executionArn, "TaskSubmitted");
    await world.restart();
    await world.sfn.send(
      new SendTaskSuccessCommand({ taskToken: world.ecs.started[0]?.startedBy, output: "1" }),
    );
    expect(await describeExecution(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "1" });
  });
});

test("an execution that cannot be taken up has failed and says why, and its task is stopped", async () => {
  const executionArn = await start(runTask(".sync"));
  await untilType(executionArn, "TaskSubmitted");
  world.store.prepare("UPDATE sfn_executions SET snapshot = '{}'").run();
  await world.restart();
  expect(world.takeBugs()).toHaveLength(1);
  expect(await describeExecution(executionArn)).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: expect.stringContaining("could not take up the execution"),
  });
  expect((await types(executionArn)).at(-1)).toBe("ExecutionFailed");
  await expect.poll(() => world.ecs.stopped).toMatchObject([{ task: firstTask }]);
});

test("what could not be written did not happen, and is done when it can be written", async () => {
  const executionArn = await start({
    StartAt: "Sleep",
    States: { Sleep: { Type: "Wait", Seconds: 10, End: true } },
  });
  const { store } = world;
  store
    .prepare("CREATE TRIGGER full BEFORE INSERT ON sfn_history BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    .run();
  world.clock.advanceTo(world.clock.now() + 10_000);
  expect(await describeExecution(executionArn)).toMatchObject({ status: "RUNNING" });
  expect(world.takeBugs()).toMatchObject([{ message: expect.stringContaining("disk full") }]);
  store.prepare("DROP TRIGGER full").run();
  world.clock.advanceTo(world.clock.now() + 2000);
  await untilStatus(executionArn, "SUCCEEDED");
  await history(executionArn);
});

test("a start that could not be written has not happened", async () => {
  const stateMachineArn = await create({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  const { store } = world;
  store
    .prepare("CREATE TRIGGER full BEFORE INSERT ON sfn_history BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    .run();
  const begin = () => world.sfn.send(new StartExecutionCommand({ stateMachineArn, name: "run" }));
  await expect(begin()).rejects.toMatchObject({ message: expect.stringContaining("disk full") });
  expect(world.takeBugs()).toHaveLength(1);
  store.prepare("DROP TRIGGER full").run();
  await begin();
});
