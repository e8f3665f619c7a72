import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Target } from "../target.ts";
import { awsError, createScriptedClients } from "./scripted-clients.ts";
import type { Script } from "./scripted-clients.ts";
import { createVirtualPace, virtualStart } from "./virtual-pace.ts";

export const executionArn = "arn:aws:states:us-east-1:123456789012:execution:batch-etl-prod:run-1";
const taskDefinitionArn = "arn:aws:ecs:us-east-1:123456789012:task-definition/batch-etl-prod:1";

export const taskArnOf = (id: string) => `arn:aws:ecs:us-east-1:123456789012:task/batch/${id}`;

/** One run as the services would tell it, moved on by the test; with clients and a clock to follow it by. */
export function createImitatedRun(options: { logDelayMs?: number; script?: Script } = {}) {
  const pace = createVirtualPace();
  const events: HistoryEvent[] = [];
  const logs = new Map<string, { timestamp: number; message: string }[]>();
  const startedAt = new Map<string, Date>();
  const killed = new Map<string, object>();
  const forgotten = new Set<string>();
  const execution = {
    status: "RUNNING",
    error: undefined as string | undefined,
    cause: undefined as string | undefined,
  };

  /** Follows on the newest event, as in a machine without branches. */
  const add = (event: Omit<HistoryEvent, "id" | "previousEventId" | "timestamp">) => {
    const id = events.length + 1;
    events.push({ ...event, id, previousEventId: id - 1, timestamp: new Date(pace.now()) });
  };

  const script: Script = {
    GetCallerIdentity: () => ({ Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/me" }),
    ListTagsForResource: () => ({
      tags: [
        { key: "acme:deployment", value: "etl/prod" },
        { key: "acme:cluster", value: "batch" },
      ],
    }),
    DescribeExecution: () => ({
      executionArn,
      name: "run-1",
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:batch-etl-prod",
      stateMachineVersionArn: "arn:aws:states:us-east-1:123456789012:stateMachine:batch-etl-prod:4",
      startDate: new Date(virtualStart),
      input: '{"day":"2026-01-31"}',
      ...execution,
      ...(execution.status !== "RUNNING" && { stopDate: new Date(pace.now()) }),
    }),
    // Pages of three, newest first.
    GetExecutionHistory: ({ nextToken }) => {
      const newestFirst = events.toReversed();
      const from = Number(nextToken ?? 0);
      const more = from + 3 < newestFirst.length;
      return { events: newestFirst.slice(from, from + 3), ...(more && { nextToken: String(from + 3) }) };
    },
    DescribeTaskDefinition: () => ({
      taskDefinition: {
        containerDefinitions: [
          {
            name: "main",
            logConfiguration: {
              logDriver: "awslogs",
              options: { "awslogs-group": "/acme/batch", "awslogs-stream-prefix": "batch-etl-prod" },
            },
          },
        ],
      },
    }),
    DescribeTasks: ({ tasks }) => ({
      tasks: (tasks as string[])
        .filter((taskArn) => !forgotten.has(taskArn))
        .map((taskArn) => ({ taskArn, startedAt: startedAt.get(taskArn), ...killed.get(taskArn) })),
    }),
    // Pages of two; the token is the position.
    GetLogEvents: ({ logStreamName, nextToken, startFromHead, limit, startTime }) => {
      const lines = logs.get(String(logStreamName));
      if (lines === undefined) throw awsError("ResourceNotFoundException");
      const wanted = lines.filter(({ timestamp }) => timestamp >= Number(startTime ?? 0));
      if (startFromHead === false) return { events: wanted.slice(-Number(limit)) };
      const from = Number(nextToken ?? 0);
      const page = wanted.slice(from, from + 2);
      return { events: page, nextForwardToken: String(from + page.length) };
    },
    ...options.script,
  };
  const { clients, calls } = createScriptedClients(script, options);
  const target: Target = {
    cluster: "batch",
    clients,
    pace,
    identity: async () => ({
      account: "123456789012",
      partition: "aws",
      region: "us-east-1",
      callerArn: "arn:aws:iam::123456789012:user/me",
    }),
  };

  return {
    target,
    pace,
    calls,
    add,
    start() {
      add({ type: "ExecutionStarted" });
      add({ type: "TaskStateEntered", stateEnteredEventDetails: { name: "Run job" } });
    },
    submitTask(id: string) {
      const parameters = JSON.stringify({ Overrides: { ContainerOverrides: [{ Name: "main" }] } });
      const details = { resourceType: "ecs", resource: "runTask.sync" };
      add({
        type: "TaskScheduled",
        taskScheduledEventDetails: { ...details, parameters, region: "us-east-1" },
      });
      add({ type: "TaskStarted", taskStartedEventDetails: details });
      const output = JSON.stringify({
        Tasks: [{ TaskArn: taskArnOf(id), TaskDefinitionArn: taskDefinitionArn }],
        Failures: [],
      });
      add({ type: "TaskSubmitted", taskSubmittedEventDetails: { ...details, output } });
    },
    startTask(id: string) {
      startedAt.set(taskArnOf(id), new Date(pace.now()));
    },
    log(id: string, ...messages: string[]) {
      const stream = `batch-etl-prod/main/${id}`;
      const lines = messages.map((message) => ({ timestamp: pace.now(), message }));
      logs.set(stream, [...(logs.get(stream) ?? []), ...lines]);
    },
    stopTask(id: string, exitCode: number) {
      const details = { resourceType: "ecs", resource: "runTask.sync" };
      const task = JSON.stringify({
        TaskArn: taskArnOf(id),
        TaskDefinitionArn: taskDefinitionArn,
        StartedAt: startedAt.get(taskArnOf(id))?.getTime(),
        StoppedAt: pace.now(),
        StopCode: "EssentialContainerExited",
        StoppedReason: "Essential container in task exited",
        Containers: [{ Name: "main", ExitCode: exitCode }],
      });
      if (exitCode === 0)
        add({ type: "TaskSucceeded", taskSucceededEventDetails: { ...details, output: task } });
      else
        add({
          type: "TaskFailed",
          taskFailedEventDetails: { ...details, error: "States.TaskFailed", cause: task },
        });
    },
    /** Stops a task whose run has ended, with exit code 143. */
    killTask(id: string) {
      killed.set(taskArnOf(id), {
        lastStatus: "STOPPED",
        stopCode: "UserInitiated",
        stoppedReason: "Run stopped",
        stoppedAt: new Date(pace.now()),
        containers: [{ name: "main", exitCode: 143 }],
      });
    },
    /** As ECS does an hour after a task's end. */
    forgetTask: (id: string) => void forgotten.add(taskArnOf(id)),
    end(status: "SUCCEEDED" | "FAILED" | "ABORTED", error?: string, cause?: string) {
      Object.assign(execution, { status, error, cause });
      if (status === "SUCCEEDED") {
        add({ type: "TaskStateExited", stateExitedEventDetails: { name: "Run job" } });
        add({ type: "ExecutionSucceeded", executionSucceededEventDetails: {} });
      } else if (status === "FAILED") {
        add({ type: "ExecutionFailed", executionFailedEventDetails: { error, cause } });
      } else {
        add({ type: "ExecutionAborted", executionAbortedEventDetails: { error, cause } });
      }
    },
  };
}
