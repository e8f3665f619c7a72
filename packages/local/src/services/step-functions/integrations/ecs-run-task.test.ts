import type { Json } from "@acme-engine/asl";
import type { StopTaskRequest, Task } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "vitest";

import { AwsError } from "../../../protocol/aws-error.ts";
import { createService, type Operation } from "../../../protocol/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { ecsRunTask } from "./ecs-run-task.ts";
import type { TaskOutcome } from "./integration.ts";
import { createTaskCall } from "../testing/task-call-world.ts";

const taskArn = "arn:aws:ecs:us-east-1:000000000000:task/batch/0f3c";
const pending: Task = {
  taskArn,
  clusterArn: "arn:aws:ecs:us-east-1:000000000000:cluster/batch",
  taskDefinitionArn: "arn:aws:ecs:us-east-1:000000000000:task-definition/etl:3",
  lastStatus: "PROVISIONING",
  createdAt: new Date(1_700_000_000_000),
  containers: [{ name: "main", lastStatus: "PENDING" }],
};
const ended = (exitCode: number | undefined, more: Partial<Task> = {}): Task => ({
  ...pending,
  lastStatus: "STOPPED",
  stopCode: "EssentialContainerExited",
  containers: [
    { name: "main", lastStatus: "STOPPED", ...(exitCode !== undefined && { exitCode }) },
    { name: "sidecar", lastStatus: "STOPPED", exitCode: 137 },
  ],
  ...more,
});

/** ECS as a script: what each operation answers, and what it was asked. */
let answers: Record<string, (input: object) => object>;
let asked: { operation: string; input: object }[];
let world: ServiceWorld;
beforeEach(() => {
  asked = [];
  answers = {
    RunTask: () => ({ tasks: [pending], failures: [] }),
    DescribeTasks: () => ({ tasks: [pending] }),
    StopTask: () => ({}),
    DescribeTaskDefinition: () => ({
      taskDefinition: {
        containerDefinitions: [{ name: "main" }, { name: "sidecar", essential: false }],
      },
    }),
  };
  const row = (operation: string) => ({
    handle(input: object) {
      asked.push({ operation, input });
      return answers[operation]?.(input) ?? {};
    },
  });
  const operations = Object.fromEntries(Object.keys(answers).map((name) => [name, row(name)]));
  world = createServiceWorld(() => [
    createService({
      name: "ecs",
      protocol: { kind: "awsJson", version: "1.1", targetPrefix: "AmazonEC2ContainerServiceV20141113" },
      deps: undefined,
      // Called in process, so the rows need no schema.
      operations: operations as unknown as Record<string, Operation<undefined>>,
    }),
  ]);
});
afterEach(() => world.close());

const resource = "arn:aws:states:::ecs:runTask";
const parameters = {
  Cluster: "batch",
  TaskDefinition: "etl:3",
  Overrides: { ContainerOverrides: [{ Name: "main", Environment: [{ Name: "DAY", Value: "1" }] }] },
  Tags: [{ Key: "team", Value: "batch" }],
};
const start = (suffix = "", given: Json = parameters) =>
  ecsRunTask.start(createTaskCall(resource + suffix, given), world.context);

async function follow(): Promise<TaskOutcome> {
  const { handle = null } = await start(".sync");
  return new Promise((resolve) => {
    ecsRunTask.follow?.(handle, createTaskCall(`${resource}.sync`, parameters), world.context, resolve);
  });
}

test("the arguments reach RunTask in its own spelling, with a token that makes the call repeatable", async () => {
  await start();
  expect(asked).toEqual([
    {
      operation: "RunTask",
      input: {
        cluster: "batch",
        taskDefinition: "etl:3",
        overrides: { containerOverrides: [{ name: "main", environment: [{ name: "DAY", value: "1" }] }] },
        tags: [{ key: "team", value: "batch" }],
        clientToken: "c".repeat(64),
      },
    },
  ]);
});

test("only a task that is waited for is marked as Step Functions' own", async () => {
  await start(".sync");
  expect(asked[0]?.input).toMatchObject({ startedBy: "AWS Step Functions" });
  const shown = (suffix: string) =>
    ecsRunTask.toScheduledParameters?.({ Cluster: "batch" }, createTaskCall(resource + suffix, {}).resource);
  expect(shown(".sync")).toEqual({ Cluster: "batch", StartedBy: "AWS Step Functions" });
  expect(shown("")).toEqual({ Cluster: "batch" });
});

test("the answer shows names in PascalCase, times in milliseconds, missing lists empty, and the HTTP exchange", async () => {
  const { output } = await start();
  expect(output).toMatchObject({
    Failures: [],
    Tasks: [
      {
        TaskArn: taskArn,
        CreatedAt: 1_700_000_000_000,
        Attachments: [],
        Tags: [],
        Containers: [{ Name: "main", LastStatus: "PENDING", NetworkInterfaces: [] }],
      },
    ],
    SdkHttpMetadata: { HttpStatusCode: 200, HttpHeaders: { "Content-Type": "application/x-amz-json-1.1" } },
    SdkResponseMetadata: { RequestId: expect.any(String) },
  });
});

test("a task that could not be placed fails a waiting state, and is told to one that does not wait", async () => {
  answers["RunTask"] = () => ({ tasks: [], failures: [{ reason: "RESOURCE:ENI" }] });
  expect((await start()).output).toMatchObject({ Tasks: [], Failures: [{ Reason: "RESOURCE:ENI" }] });
  for (const suffix of [".sync", ".waitForTaskToken"]) {
    await expect(start(suffix)).rejects.toMatchObject({
      error: "AmazonECS.Unknown",
      reason: expect.stringContaining("RESOURCE:ENI"),
    });
  }
});

test("ECS's errors are named as its Java client names them", async () => {
  answers["RunTask"] = () => {
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  };
  await expect(start()).rejects.toMatchObject({
    error: "ECS.ClusterNotFoundException",
    reason: expect.stringMatching(
      /^Cluster not found\. \(Service: AmazonECS; Status Code: 400; Error Code: ClusterNotFoundException; Request ID: .+; Proxy: null\)$/,
    ),
  });
  answers["RunTask"] = () => {
    throw new AwsError("CapacityGone", "Capacity is unavailable at this time.");
  };
  await expect(start()).rejects.toMatchObject({ error: "ECS.AmazonECSException" });
});

test("a field that RunTask does not have, or a missing one, is named", async () => {
  await expect(start("", { TaskDefinition: "etl", Clutser: "batch" })).rejects.toMatchObject({
    error: "States.Runtime",
    reason: expect.stringContaining("The field 'Clutser' is not supported by Step Functions"),
  });
  await expect(start("", { Cluster: "batch" })).rejects.toMatchObject({
    reason: expect.stringContaining("The field 'TaskDefinition' is required but was missing"),
  });
  expect(asked).toEqual([]);
});

test("a waiting state ends with the task when every essential container exited with 0", async () => {
  const outcome = follow();
  await expect.poll(() => asked.some(({ operation }) => operation === "DescribeTasks")).toBe(true);
  world.context.events.publish("ECS Task State Change", { ...pending, lastStatus: "RUNNING" });
  world.context.events.publish("ECS Task State Change", { ...ended(1), taskArn: "another" });
  world.context.events.publish("ECS Task State Change", ended(0));
  expect(await outcome).toMatchObject({
    output: { TaskArn: taskArn, LastStatus: "STOPPED", Containers: [{ ExitCode: 0 }, { ExitCode: 137 }] },
  });
});

test.each([
  ["exits with another code", ended(3)],
  ["has no exit code", ended(undefined)],
  ["does not start", ended(0, { stopCode: "TaskFailedToStart" })],
])("a waiting state fails with the task as cause when it %s", async (_, task) => {
  answers["DescribeTasks"] = () => ({ tasks: [task] });
  const outcome = await follow();
  expect(outcome).toMatchObject({ error: "States.TaskFailed" });
  expect(JSON.parse("cause" in outcome ? outcome.cause : "")).toMatchObject({
    TaskArn: taskArn,
    StopCode: task.stopCode,
  });
});

test("a task that ECS has forgotten fails the waiting state", async () => {
  answers["DescribeTasks"] = () => ({ tasks: [], failures: [{ arn: taskArn, reason: "MISSING" }] });
  expect(await follow()).toMatchObject({
    error: "States.TaskFailed",
    cause: expect.stringContaining("MISSING"),
  });
});

test("stopping names the execution that no longer wants the task", async () => {
  const { handle = null } = await start(".sync");
  await ecsRunTask.stop?.(handle, createTaskCall(`${resource}.sync`, parameters), world.context);
  const stop = asked.find(({ operation }) => operation === "StopTask")?.input as StopTaskRequest;
  expect(stop).toMatchObject({ task: taskArn, cluster: pending.clusterArn });
  expect(stop.reason).toContain("arn:aws:states:us-east-1:000000000000:execution:machine:run");
});
