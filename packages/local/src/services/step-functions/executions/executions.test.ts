import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteActivityCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { AwsError } from "../../../protocol/aws-error.ts";
import { createVirtualClock, type VirtualClock } from "../../../virtual-clock.ts";
import { createServiceWorld, type ServiceWorld } from "../../service-world.ts";
import { createStepFunctionsService } from "../service.ts";
import { createScriptedEcs, type ScriptedEcs } from "./scripted-ecs.ts";

const roleArn = "arn:aws:iam::000000000000:role/machine";

let folder: string;
let clock: VirtualClock;
let ecs: ScriptedEcs;
let world: ServiceWorld;
let sfn: SFNClient;
let bugs: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-executions-"));
  clock = createVirtualClock();
  ecs = createScriptedEcs();
  bugs = [];
  open();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
  expect(clock.pending).toBe(0);
  expect(bugs).toEqual([]);
});

function open() {
  world = createServiceWorld(
    (context) => [
      ecs.service(context),
      createStepFunctionsService(context, { random: () => 0.5, onBug: (error) => void bugs.push(error) }),
    ],
    { storePath: join(folder, "engine.db"), clock },
  );
  sfn = new SFNClient({ ...world.client, disableHostPrefix: true });
}

async function close() {
  sfn.destroy();
  bugs.push(...world.bugs);
  await world.close();
}

async function restart() {
  await close();
  open();
  await world.resume();
}

const runTask = (suffix: string, more: object = {}) => ({
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: `arn:aws:states:::ecs:runTask${suffix}`,
      Parameters: { Cluster: "batch", TaskDefinition: "etl:1" },
      End: true,
      ...more,
    },
  },
});

async function create(definition: object, type: "STANDARD" | "EXPRESS" = "STANDARD") {
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "machine",
      roleArn,
      definition: JSON.stringify({ QueryLanguage: "JSONPath", ...definition }),
      type,
    }),
  );
  return stateMachineArn;
}

async function start(definition: object, input = "{}") {
  const stateMachineArn = await create(definition);
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: "run", input }));
  return executionArn;
}

const describeExecution = (executionArn: string | undefined) =>
  sfn.send(new DescribeExecutionCommand({ executionArn }));

async function history(executionArn: string | undefined): Promise<HistoryEvent[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  return events;
}

const types = async (executionArn: string | undefined) =>
  (await history(executionArn)).map(({ type }) => type);

/** Waits for a status that comes without time passing. */
async function untilStatus(executionArn: string | undefined, status: string) {
  await expect.poll(async () => (await describeExecution(executionArn)).status).toBe(status);
  return describeExecution(executionArn);
}

const untilType = (executionArn: string | undefined, type: string) =>
  expect.poll(() => types(executionArn)).toContain(type);

const [firstTask, secondTask] = [1, 2].map((n) => `arn:aws:ecs:us-east-1:000000000000:task/batch/${n}`) as [
  string,
  string,
];

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

describe("a task of ECS that is waited for", () => {
  test("ends the state with the task", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    ecs.end(firstTask, 0);
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
    ecs.end(firstTask, 1);
    await untilType(executionArn, "TaskFailed");
    clock.advanceTo(clock.now() + 5000);
    await expect.poll(() => ecs.tasks.size).toBe(2);
    await expect
      .poll(async () => (await types(executionArn)).filter((type) => type === "TaskSubmitted"))
      .toHaveLength(2);
    ecs.end(secondTask, 2);
    const { error, cause = "" } = await untilStatus(executionArn, "FAILED");
    expect(error).toBe("States.TaskFailed");
    expect(JSON.parse(cause)).toMatchObject({ TaskArn: secondTask, Containers: [{ ExitCode: 2 }] });
  });

  test("is stopped with the execution", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    await sfn.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "No more" }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "ABORTED",
      error: "Enough",
      cause: "No more",
    });
    await expect.poll(() => ecs.stopped).toMatchObject([{ task: firstTask }]);
    expect(ecs.stopped[0]?.reason).toContain(executionArn);
    expect((await types(executionArn)).at(-1)).toBe("ExecutionAborted");
  });

  test("is stopped when its time is over, and the end that comes then changes nothing", async () => {
    const executionArn = await start(runTask(".sync", { TimeoutSeconds: 60 }));
    await untilType(executionArn, "TaskSubmitted");
    clock.advanceTo(clock.now() + 60_000);
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "FAILED",
      error: "States.Timeout",
    });
    await expect.poll(() => ecs.stopped).toHaveLength(1);
    ecs.end(firstTask, 137);
    expect((await types(executionArn)).slice(-2)).toEqual(["TaskTimedOut", "ExecutionFailed"]);
  });

  test("is stopped when the state machine is deleted, and nothing of it stays", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    const { stateMachineArn } = await describeExecution(executionArn);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect.poll(() => ecs.stopped).toHaveLength(1);
    await expect(describeExecution(executionArn)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
    await expect
      .poll(() => world.context.store.prepare("SELECT count(*) AS n FROM sfn_tasks").get())
      .toEqual({ n: 0 });
  });
});

test("a call that fails can be caught by the service's error name", async () => {
  ecs.refuse(new AwsError("ClusterNotFoundException", "Cluster not found."));
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
  await expect.poll(() => ecs.stopped.map(({ task }) => task)).toEqual([...ecs.tasks.keys()]);
  await expect
    .poll(() => world.context.store.prepare("SELECT count(*) AS n FROM sfn_tasks").get())
    .toEqual({ n: 0 });
});

test("an execution can be started through the SDK integration, with JSON in the place of its input's text", async () => {
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "child",
      roleArn,
      definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
    }),
  );
  const executionArn = await start({
    StartAt: "Child",
    States: {
      Child: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:startExecution",
        Parameters: { StateMachineArn: stateMachineArn, Input: { day: 1 }, Name: "one" },
        End: true,
      },
    },
  });
  const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
  expect(JSON.parse(output)).toEqual({
    ExecutionArn: stateMachineArn?.replace(":stateMachine:", ":execution:") + ":one",
    StartDate: new Date(clock.now()).toISOString(),
  });
  expect(await describeExecution(JSON.parse(output).ExecutionArn)).toMatchObject({ input: '{"day":1}' });
});

describe("a task with a token", () => {
  const withToken = runTask(".waitForTaskToken", {
    HeartbeatSeconds: 30,
    Parameters: {
      Cluster: "batch",
      TaskDefinition: "etl:1",
      Overrides: {
        ContainerOverrides: [{ Name: "main", Environment: [{ Name: "TOKEN", "Value.$": "$$.Task.Token" }] }],
      },
    },
  });
  const token = () => ecs.started[0]?.overrides?.containerOverrides?.[0]?.environment?.[0]?.value;

  test("ends with what the holder of the token says", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    clock.advanceTo(clock.now() + 20_000);
    await sfn.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    clock.advanceTo(clock.now() + 20_000);
    await sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{"rows":7}' }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "SUCCEEDED",
      output: '{"rows":7}',
    });
    await expect(
      sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: "1" })),
    ).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  test("fails with the error that the holder of the token names", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    await sfn.send(new SendTaskFailureCommand({ taskToken: token(), error: "BadDay", cause: "rain" }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "FAILED",
      error: "BadDay",
      cause: "rain",
    });
  });

  test("is over without a heartbeat, and who comes late is told so", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    clock.advanceTo(clock.now() + 30_000);
    expect(await describeExecution(executionArn)).toMatchObject({ status: "FAILED" });
    await expect(sfn.send(new SendTaskHeartbeatCommand({ taskToken: token() }))).rejects.toMatchObject({
      name: "TaskTimedOut",
    });
    expect(ecs.stopped).toEqual([]);
  });

  test("refuses an output that is no JSON, and a token that was never given", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    await expect(
      sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: "{" })),
    ).rejects.toMatchObject({ name: "InvalidOutput" });
    await expect(
      sfn.send(new SendTaskSuccessCommand({ taskToken: "made-up", output: "1" })),
    ).rejects.toMatchObject({ name: "InvalidToken", message: "Invalid Token: 'Invalid token'" });
    await sfn.send(new StopExecutionCommand({ executionArn }));
  });
});

describe("an activity", () => {
  const activityArn = "arn:aws:states:us-east-1:000000000000:activity:review";
  const review = {
    StartAt: "Review",
    States: { Review: { Type: "Task", Resource: activityArn, TimeoutSeconds: 600, End: true } },
  };
  const getTask = () => sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "anna" }));
  beforeEach(() => sfn.send(new CreateActivityCommand({ name: "review" })));

  test("hands its tasks to workers in turn, and takes what they say", async () => {
    const stateMachineArn = await create(review);
    const arns: (string | undefined)[] = [];
    for (const input of ['{"n":1}', '{"n":2}']) {
      const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
      arns.push(executionArn);
    }
    const first = await getTask();
    const second = await getTask();
    expect([first.input, second.input]).toEqual(['{"n":1}', '{"n":2}']);
    await sfn.send(new SendTaskSuccessCommand({ taskToken: first.taskToken, output: '"good"' }));
    await sfn.send(new SendTaskFailureCommand({ taskToken: second.taskToken, error: "Bad" }));
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
    await expect.poll(() => clock.pending).toBe(1);
    clock.advanceTo(clock.now() + 60_000);
    expect((await nothing).taskToken).toBeUndefined();

    const something = getTask();
    await expect.poll(() => clock.pending).toBe(1);
    const executionArn = await start(review);
    const { taskToken } = await something;
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
    await untilStatus(executionArn, "SUCCEEDED");
  });

  test("offers a task again after a restart, unless a worker has it", async () => {
    const executionArn = await start(review);
    await restart();
    const { taskToken } = await getTask();
    await restart();
    const nothing = getTask();
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
    await untilStatus(executionArn, "SUCCEEDED");
    clock.advanceTo(clock.now() + 60_000);
    expect((await nothing).taskToken).toBeUndefined();
  });

  test("does not offer a task whose execution was stopped", async () => {
    const executionArn = await start(review);
    await sfn.send(new StopExecutionCommand({ executionArn }));
    const nothing = getTask();
    await expect.poll(() => clock.pending).toBe(1);
    clock.advanceTo(clock.now() + 60_000);
    expect((await nothing).taskToken).toBeUndefined();
  });

  test("that is not there fails the task", async () => {
    await sfn.send(new DeleteActivityCommand({ activityArn }));
    const executionArn = await start(review);
    expect(await untilStatus(executionArn, "FAILED")).toMatchObject({
      error: "States.Runtime",
      cause: `The activity ${activityArn} does not exist.`,
    });
  });
});

describe("after a restart", () => {
  test("a wait keeps its deadline", async () => {
    const executionArn = await start({
      StartAt: "Sleep",
      States: { Sleep: { Type: "Wait", Seconds: 3600, End: true } },
    });
    clock.advanceTo(clock.now() + 3_599_000);
    await restart();
    expect(await describeExecution(executionArn)).toMatchObject({ status: "RUNNING" });
    clock.advanceTo(clock.now() + 1000);
    const { startDate, stopDate } = await untilStatus(executionArn, "SUCCEEDED");
    expect(Number(stopDate) - Number(startDate)).toBe(3_600_000);
  });

  test("a task that runs on is waited for", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    await restart();
    ecs.end(firstTask, 0);
    await untilStatus(executionArn, "SUCCEEDED");
    expect(ecs.started).toHaveLength(1);
  });

  test("a task that ended meanwhile is noticed", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    await close();
    ecs.end(firstTask, 4);
    open();
    await world.resume();
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
    await restart();
    await untilType(executionArn, "TaskSubmitted");
    expect(ecs.tasks.size).toBe(1);
    ecs.end(firstTask, 0);
    await untilStatus(executionArn, "SUCCEEDED");
  });

  test("a task whose stop was not confirmed is stopped", async () => {
    const executionArn = await start(runTask(".sync"));
    await untilType(executionArn, "TaskSubmitted");
    const stopping = sfn.send(new StopExecutionCommand({ executionArn }));
    await stopping;
    ecs.stopped.splice(0);
    // As if the process had been killed between the commit and the call.
    world.context.store
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
    await restart();
    await expect.poll(() => ecs.stopped).toMatchObject([{ task: firstTask }]);
  });

  test("a token is still good", async () => {
    const executionArn = await start(
      runTask(".waitForTaskToken", {
        Parameters: { TaskDefinition: "etl:1", "StartedBy.$": "$$.Task.Token" },
      }),
    );
    await untilType(executionArn, "TaskSubmitted");
    await restart();
    await sfn.send(new SendTaskSuccessCommand({ taskToken: ecs.started[0]?.startedBy, output: "1" }));
    expect(await describeExecution(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "1" });
  });
});

test("an execution that cannot be taken up has failed and says why, and its task is stopped", async () => {
  const executionArn = await start(runTask(".sync"));
  await untilType(executionArn, "TaskSubmitted");
  world.context.store.prepare("UPDATE sfn_executions SET snapshot = '{}'").run();
  await restart();
  expect(bugs.splice(0)).toHaveLength(1);
  expect(await describeExecution(executionArn)).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: expect.stringContaining("could not take up the execution"),
  });
  expect((await types(executionArn)).at(-1)).toBe("ExecutionFailed");
  await expect.poll(() => ecs.stopped).toMatchObject([{ task: firstTask }]);
});

test("what could not be written did not happen, and is done when it can be written", async () => {
  const executionArn = await start({
    StartAt: "Sleep",
    States: { Sleep: { Type: "Wait", Seconds: 10, End: true } },
  });
  const { store } = world.context;
  store
    .prepare("CREATE TRIGGER full BEFORE INSERT ON sfn_history BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    .run();
  clock.advanceTo(clock.now() + 10_000);
  expect(bugs.splice(0)).toMatchObject([{ message: expect.stringContaining("disk full") }]);
  expect(await describeExecution(executionArn)).toMatchObject({ status: "RUNNING" });
  store.prepare("DROP TRIGGER full").run();
  clock.advanceTo(clock.now() + 2000);
  await untilStatus(executionArn, "SUCCEEDED");
  await history(executionArn);
});

test("a start that could not be written has not happened", async () => {
  const stateMachineArn = await create({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  const { store } = world.context;
  store
    .prepare("CREATE TRIGGER full BEFORE INSERT ON sfn_history BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    .run();
  const begin = () => sfn.send(new StartExecutionCommand({ stateMachineArn, name: "run" }));
  await expect(begin()).rejects.toMatchObject({ message: expect.stringContaining("disk full") });
  expect(world.bugs.splice(0)).toHaveLength(1);
  store.prepare("DROP TRIGGER full").run();
  await begin();
});

test("a parent waits for its child, and shows its output as text or as JSON", async () => {
  const { stateMachineArn: child } = await sfn.send(
    new CreateStateMachineCommand({
      name: "child",
      roleArn,
      definition: JSON.stringify({
        StartAt: "Sleep",
        States: { Sleep: { Type: "Wait", Seconds: 5, End: true } },
      }),
    }),
  );
  for (const [name, suffix, shown] of [
    ["text", ".sync", '{"day":1}'],
    ["json", ".sync:2", { day: 1 }],
  ] as const) {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn,
        definition: JSON.stringify({
          StartAt: "Child",
          States: {
            Child: {
              Type: "Task",
              Resource: `arn:aws:states:::states:startExecution${suffix}`,
              Parameters: { StateMachineArn: child, "Input.$": "$" },
              End: true,
            },
          },
        }),
      }),
    );
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: '{"day":1}' }),
    );
    await untilType(executionArn, "TaskSubmitted");
    clock.advanceTo(clock.now() + 5000);
    const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
    expect(JSON.parse(output)).toMatchObject({ Status: "SUCCEEDED", Output: shown });
  }
});

test("an express execution answers with its end and leaves nothing", async () => {
  const stateMachineArn = await create(
    { StartAt: "A", States: { A: { Type: "Pass", Result: { x: 1 }, End: true } } },
    "EXPRESS",
  );
  const answer = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, name: "now" }));
  expect(answer).toMatchObject({
    status: "SUCCEEDED",
    output: '{"x":1}',
    billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
  });
  expect(answer.executionArn).toMatch(/:express:machine:now:[0-9a-f-]{36}$/);
  expect(world.context.store.prepare("SELECT count(*) AS n FROM sfn_executions").get()).toEqual({ n: 0 });
});

test("an express execution that waits is answered when it ends", async () => {
  const stateMachineArn = await create(
    { StartAt: "Nap", States: { Nap: { Type: "Wait", Seconds: 2, End: true } } },
    "EXPRESS",
  );
  const answer = sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: "[1]" }));
  await expect.poll(() => clock.pending).toBe(1);
  clock.advanceTo(clock.now() + 2000);
  expect(await answer).toMatchObject({
    status: "SUCCEEDED",
    output: "[1]",
    billingDetails: { billedDurationInMilliseconds: 2000 },
  });
});
