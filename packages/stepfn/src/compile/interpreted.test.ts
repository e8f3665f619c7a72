import {
  type Effect,
  type Execution,
  loadStateMachine,
  startExecution,
  type TaskRequest,
} from "@acme-engine/asl";
import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { compile } from "./compile.ts";
import type { CompileOptions } from "./compile-options.ts";
import { exampleCluster } from "../testing/example-cluster.ts";

const task = {
  TaskArn: "arn:aws:ecs:eu-central-1:111122223333:task/batch/0f3c",
  Containers: [{ Name: "main", ExitCode: 0 }],
  StartedAt: 1_700_000_000_000,
  StoppedAt: 1_700_000_060_000,
};

/** How a task that was started ends. */
type Outcome = { output: Json } | { error: string };

/** Runs the compiled job in the interpreter; tasks end as told, one after the other, and timers fire at once. */
function interpret(options: Partial<CompileOptions>, input: Json, outcomes: Outcome[]) {
  const { definition } = compile({
    name: "batch-etl-prod",
    image: "busybox",
    cluster: exampleCluster,
    ...options,
  });
  let now = Date.parse("2026-01-31T00:00:00Z");
  const tasks: TaskRequest[] = [];
  const delays: number[] = [];
  const transitions: string[] = [];
  const execution = startExecution(loadStateMachine(JSON.stringify(definition)), {
    input: JSON.stringify(input),
    context: {
      Execution: {
        Id: "arn:aws:states:eu-central-1:111122223333:execution:batch-etl-prod:run-1",
        Name: "run-1",
        RoleArn: exampleCluster.stateMachineRoleArn,
        StartTime: new Date(now).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: {
        Id: "arn:aws:states:eu-central-1:111122223333:stateMachine:batch-etl-prod",
        Name: "batch-etl-prod",
      },
    },
    environment: { now: () => now, random: () => 0.5, createId: () => "id" },
    onEvent: ({ type }) => {
      if (type.endsWith("StateEntered")) transitions.push(type);
    },
  });
  for (let effects = execution.advance(); effects.length > 0; effects = execution.advance()) {
    for (const effect of effects) perform(effect, execution);
  }
  return { execution, tasks, delays, transitions };

  function perform(effect: Effect, execution: Execution) {
    if (effect.kind === "setTimer") {
      delays.push((effect.at - now) / 1000);
      now = effect.at;
      execution.timerFired(effect.timerId);
    }
    if (effect.kind !== "startTask") return;
    const { taskId, resource } = effect.task;
    tasks.push(effect.task);
    execution.taskStarted(taskId);
    if (resource.endsWith(".sync")) execution.taskSubmitted(taskId, "{}");
    const outcome = outcomes.shift() ?? { output: null };
    if ("output" in outcome) execution.taskSucceeded(taskId, JSON.stringify(outcome.output));
    else execution.taskFailed(taskId, outcome.error, "said so");
  }
}

test("a run takes two transitions, one of them the task, and gives a small output", () => {
  const { execution, tasks, transitions } = interpret({ parameters: { day: "x" } }, { limit: 3 }, [
    { output: task },
  ]);
  expect(execution.status).toBe("SUCCEEDED");
  expect(transitions).toEqual(["ChoiceStateEntered", "TaskStateEntered"]);
  expect(tasks[0]?.arguments).toMatchObject({
    Group: "run-1",
    Overrides: {
      ContainerOverrides: [
        {
          Name: "main",
          Environment: [{ Name: "ACME_PARAMETERS", Value: '{"day":"x","limit":3}' }, {}, {}, {}],
        },
      ],
    },
  });
  expect(JSON.parse(execution.output ?? "")).toEqual({
    taskArn: task.TaskArn,
    exitCode: 0,
    startedAt: "2023-11-14T22:13:20.000Z",
    stoppedAt: "2023-11-14T22:14:20.000Z",
    result: "s3://acme-batch-bucket-1a2b3c/results/batch-etl-prod/run-1.json",
  });
});

test("large parameters are put into the bucket as they are, and the task is told where", () => {
  const input = { text: "x".repeat(9000), id: 9007199254740991 };
  const { execution, tasks } = interpret({}, input, [{ output: {} }, { output: task }]);
  expect(execution.status).toBe("SUCCEEDED");
  expect(tasks.map(({ resource }) => resource)).toEqual([
    "arn:aws:states:::aws-sdk:s3:putObject",
    "arn:aws:states:::ecs:runTask.sync",
  ]);
  expect(tasks[0]?.arguments).toMatchObject({ Key: "parameters/batch-etl-prod/run-1.json", Body: input });
  expect(JSON.stringify(tasks[1]?.arguments)).toContain(
    "s3://acme-batch-bucket-1a2b3c/parameters/batch-etl-prod/run-1.json",
  );
});

test("a job that fails is not started again unless told so", () => {
  const { execution, tasks } = interpret({}, {}, [{ error: "States.TaskFailed" }]);
  expect(tasks).toHaveLength(1);
  expect(execution).toMatchObject({ status: "FAILED", error: "States.TaskFailed", cause: "said so" });
});

test("retries start a failed job again, after the delay", () => {
  const failed: Outcome = { error: "States.TaskFailed" };
  const { execution, tasks, delays } = interpret({ retries: 2, retryDelaySeconds: 30 }, {}, [
    failed,
    failed,
    { output: task },
  ]);
  expect(execution.status).toBe("SUCCEEDED");
  expect(tasks).toHaveLength(3);
  expect(delays).toEqual([30, 30]);
});

test.each([
  "ECS.AmazonECSException",
  "ECS.ServerException",
  "AmazonECS.Unknown",
  "ECS.InvalidParameterException",
])(
  "%s is AWS's trouble: tried again without being told so, with jitter, and no retry of the job is spent",
  (error) => {
    const { execution, tasks, delays } = interpret({ retries: 1 }, {}, [
      { error },
      { error },
      { error: "States.TaskFailed" },
      { output: task },
    ]);
    expect(execution.status).toBe("SUCCEEDED");
    expect(tasks).toHaveLength(4);
    expect(delays).toHaveLength(3);
    expect(delays[0]).toBeLessThan(5);
  },
);

test("an input that is no object fails the run before anything is started", () => {
  const { execution, tasks } = interpret({}, ["day"], []);
  expect(tasks).toEqual([]);
  expect(execution).toMatchObject({ status: "FAILED", error: "Acme.InvalidInput" });
  expect(execution.cause).toContain("Run run-1 got array.");
});
