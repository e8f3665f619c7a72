import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Engine, startEngine } from "@acme-engine/local";
import { afterAll, beforeAll, expect, test } from "vitest";

// The runner of acme-engine as processes of the engine: Step Functions starts a task with a token, the task's process answers over HTTP.

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const cluster = "batch";
let engine: Engine;
let states: SFNClient;
let ecs: ECSClient;
let logs: CloudWatchLogsClient;
let taskDefinition: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "acme-runner-"));
  engine = await startEngine({ runtime: "process", http: { port: 0 } });
  const client = {
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  };
  states = new SFNClient(client);
  ecs = new ECSClient(client);
  logs = new CloudWatchLogsClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "acme-results" }));
  s3.destroy();
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/acme/batch" }));
  await ecs.send(new CreateClusterCommand({ clusterName: cluster, capacityProviders: ["FARGATE"] }));
  const registered = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "tasks",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      executionRoleArn: "arn:aws:iam::000000000000:role/execution",
      containerDefinitions: [
        {
          name: "main",
          image: "node:24-slim",
          command: [
            process.execPath,
            "--conditions=source",
            source("../packages/flow/src/runner-main.ts"),
            source("testing/runner-tasks.ts"),
          ],
          environment: [{ name: "ACME_RESULT_S3_URI", value: "s3://acme-results/runs/" }],
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": "/acme/batch",
              "awslogs-region": engine.region,
              "awslogs-stream-prefix": "tasks",
            },
          },
        },
      ],
    }),
  );
  taskDefinition = registered.taskDefinition?.taskDefinitionArn ?? "";
});

afterAll(async () => {
  for (const client of [states, ecs, logs]) client.destroy();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A state that runs a task of the runner; `input` is a JSONata expression. */
const runs = (task: string, input: string, rest: object, heartbeatSeconds = 20) => ({
  Type: "Task",
  Resource: "arn:aws:states:::ecs:runTask.waitForTaskToken",
  HeartbeatSeconds: heartbeatSeconds,
  Arguments: {
    Cluster: cluster,
    TaskDefinition: taskDefinition,
    LaunchType: "FARGATE",
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["subnet-1"] } },
    Overrides: {
      ContainerOverrides: [
        {
          Name: "main",
          Environment: [
            { Name: "ACME_TASK", Value: task },
            { Name: "ACME_TASK_TOKEN", Value: "{% $states.context.Task.Token %}" },
            { Name: "ACME_HEARTBEAT_SECONDS", Value: String(heartbeatSeconds) },
            { Name: "ACME_INPUT", Value: `{% $string(${input}) %}` },
          ],
        },
      ],
    },
  },
  ...rest,
});

async function start(name: string, states_: Record<string, object>, input: object = {}): Promise<string> {
  const [StartAt] = Object.keys(states_);
  const { stateMachineArn } = await states.send(
    new CreateStateMachineCommand({
      name,
      roleArn: "arn:aws:iam::000000000000:role/machine",
      definition: JSON.stringify({ QueryLanguage: "JSONata", StartAt, States: states_ }),
    }),
  );
  const { executionArn = "" } = await states.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn;
}

/** Asks until there is an answer: what is waited for are processes, and no clock hurries those. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = AbortSignal.timeout(25_000);
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setTimeout(25, undefined, { signal: deadline });
  }
}

/** The execution when it has ended. */
const end = (executionArn: string) =>
  until(async () => {
    const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === "RUNNING" ? undefined : execution;
  });

/** The exit codes of the stopped tasks that were started for that task of ours; waits until all of them have stopped. */
const exitCodesOf = (name: string) =>
  until(async () => {
    const lists = await Promise.all(
      (["RUNNING", "STOPPED"] as const).map((desiredStatus) =>
        ecs.send(new ListTasksCommand({ cluster, desiredStatus })),
      ),
    );
    const arns = lists.flatMap(({ taskArns = [] }) => taskArns);
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: arns }));
    const mine = tasks.filter(({ overrides }) => JSON.stringify(overrides).includes(`"value":"${name}"`));
    if (mine.some(({ lastStatus }) => lastStatus !== "STOPPED")) return undefined;
    return mine.map(({ containers }) => containers?.[0]?.exitCode).toSorted();
  });

const line = async (filterPattern: string) =>
  (await logs.send(new FilterLogEventsCommand({ logGroupName: "/acme/batch", filterPattern }))).events ?? [];

const loadAll = () => ({
  extract: runs("extract", '{"day": $states.input.day}', {
    Assign: { files: "{% $states.result.files %}" },
    Next: "all",
  }),
  all: {
    Type: "Map",
    Items: "{% $files %}",
    ItemProcessor: {
      StartAt: "load",
      States: { load: runs("load", '{"file": $states.input}', { End: true }) },
    },
    Catch: [
      {
        ErrorEquals: ["SoldOut"],
        Output:
          '{% {"error": $states.errorOutput.Error, "cause": $parse($states.errorOutput.Cause), "message": $substring($states.errorOutput.Cause, 0, 13) = \'{"errorType":\' ? $parse($states.errorOutput.Cause).errorMessage : $states.errorOutput.Cause} %}',
        Next: "sold out",
      },
    ],
    Output: "{% {'rows': $sum($states.result.rows)} %}",
    End: true,
  },
  "sold out": { Type: "Succeed" },
});

test("tasks run one after the other and side by side, and their output is the log", async () => {
  const execution = await end(await start("load-all", loadAll(), { day: "monday" }));
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: '{"rows":24}' });
  expect(await line('"extracting monday"')).toHaveLength(1);
});

test("an error is caught by its class on the other side of the container's wall", async () => {
  const execution = await end(await start("sold-out", loadAll(), { day: "sunday" }));
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    error: "SoldOut",
    cause: {
      errorType: "SoldOut",
      errorMessage: expect.stringMatching(/^nothing in sunday-[ab]\.csv$/),
      stack: expect.stringContaining("runner-tasks.ts"),
    },
    // As the README says that it is asked for.
    message: expect.stringMatching(/^nothing in sunday/),
  });
});

test("a result of a megabyte reaches the next task, with only a reference in the flow", async () => {
  const execution = await end(
    await start("large", {
      make: runs("make-text", '{"length": 1000000}', {
        Assign: { text: "{% $states.result %}" },
        Next: "measure",
      }),
      measure: runs("measure", '{"text": $text}', {
        Output: '{% {"length": $states.result, "text": $text} %}',
        End: true,
      }),
    }),
  );
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toEqual({
    length: 1_000_000,
    text: {
      acmeS3Uri: expect.stringMatching(/^s3:\/\/acme-results\/runs\/make-text-.+\.json$/),
      bytes: 1_000_002,
    },
  });
});

test("a container that is killed is noticed within the heartbeat, and its task tried again", async () => {
  const marker = join(folder, "died");
  const retry = {
    Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], IntervalSeconds: 1, MaxAttempts: 1 }],
    End: true,
  };
  const execution = await end(
    await start("dies", { work: runs("dies-once", JSON.stringify({ marker }), retry, 6) }),
  );
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: '"survived"' });
  expect(await exitCodesOf("dies-once")).toEqual([0, 137]);
});

/** Starts the task that waits, until its process does. The log shows which one it is. */
async function startWaiting(name: string, marker: string) {
  const executionArn = await start(name, {
    work: runs("waits", JSON.stringify({ marker }), { End: true }, 3),
  });
  await until(async () => (await line(`"waiting for ${marker}"`))[0]);
  return executionArn;
}

test("a task whose execution is stopped hears of it with its next heartbeat, and stops", async () => {
  const marker = join(folder, "stopped");
  const executionArn = await startWaiting("stopped", marker);
  await states.send(new StopExecutionCommand({ executionArn }));
  expect(await exitCodesOf("waits")).toEqual([75]);
  expect(readFileSync(marker, "utf8")).toContain("the execution waits no more (TaskTimedOut");
});

test("a container that has to go, as on Spot, gives its task the time to end well", async () => {
  const marker = join(folder, "terminated");
  const executionArn = await startWaiting("terminated", marker);
  const { taskArns: [task] = [] } = await ecs.send(new ListTasksCommand({ cluster }));
  await ecs.send(new StopTaskCommand({ cluster, task }));
  const execution = await end(executionArn);
  // What the task returned in the time that it had counts.
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: "null" });
  expect(readFileSync(marker, "utf8")).toContain("the container was told to stop");
});

test("a task that is not there fails the state with the names of those that are", async () => {
  const execution = await end(await start("absent", { work: runs("extrct", "{}", { End: true }) }));
  expect(execution).toMatchObject({ status: "FAILED", error: "CannotLoadTask" });
  expect(execution.cause).toContain("there are: extract, load,");
  expect(await exitCodesOf("extrct")).toEqual([65]);
});
