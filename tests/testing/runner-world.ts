import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

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

const cluster = "batch";

/**
 * An engine whose tasks are processes that run that command, with the clients to start and watch state machines of such tasks. Large
 * results go to `s3://acme-results/runs/`.
 */
export async function createRunnerWorld() {
  const folder = mkdtempSync(join(tmpdir(), "acme-runner-"));
  const engine: Engine = await startEngine({ runtime: "process", http: { port: 0 } });
  const client = {
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  };
  const states = new SFNClient(client);
  const ecs = new ECSClient(client);
  const logs = new CloudWatchLogsClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "acme-results" }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/acme/batch" }));
  await ecs.send(new CreateClusterCommand({ clusterName: cluster, capacityProviders: ["FARGATE"] }));
  let taskDefinition = "";

  return {
    /** For files of the test; gone at its end. */
    folder,

    async close() {
      for (const each of [states, ecs, logs, s3]) each.destroy();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },

    /** What the containers of the next state machines run. */
    async useCommand(command: string[]) {
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
              command,
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
    },

    /** The fields of a Task state that runs a task of the runner. `input` is text, or an expression of text. */
    toTaskState: (task: string, input: string | undefined, heartbeatSeconds = 20) => ({
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
                ...(input === undefined ? [] : [{ Name: "ACME_INPUT", Value: input }]),
              ],
            },
          ],
        },
      },
    }),

    async start(name: string, definition: object, input: object = {}): Promise<string> {
      const { stateMachineArn } = await states.send(
        new CreateStateMachineCommand({
          name,
          roleArn: "arn:aws:iam::000000000000:role/machine",
          definition: JSON.stringify(definition),
        }),
      );
      const { executionArn = "" } = await states.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      return executionArn;
    },

    stop: (executionArn: string) => states.send(new StopExecutionCommand({ executionArn })),

    /** Stops the container of the only task that runs. */
    async stopTask() {
      const { taskArns: [task] = [] } = await ecs.send(new ListTasksCommand({ cluster }));
      await ecs.send(new StopTaskCommand({ cluster, task }));
    },

    /** The execution when it has ended. */
    end: (executionArn: string) =>
      until(async () => {
        const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
        return execution.status === "RUNNING" ? undefined : execution;
      }),

    /** The exit codes of all containers that were started for that task of ours; waits until all of them have stopped. */
    exitCodesOf: (name: string) =>
      until(async () => {
        const lists = await Promise.all(
          (["RUNNING", "STOPPED"] as const).map((desiredStatus) =>
            ecs.send(new ListTasksCommand({ cluster, desiredStatus })),
          ),
        );
        const tasks = lists.flatMap(({ taskArns = [] }) => taskArns);
        const described = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
        const mine = (described.tasks ?? []).filter(({ overrides }) =>
          JSON.stringify(overrides).includes(`"value":"${name}"`),
        );
        if (mine.some(({ lastStatus }) => lastStatus !== "STOPPED")) return undefined;
        return mine.map(({ containers }) => containers?.[0]?.exitCode).toSorted();
      }),

    /** How often a line is in the log; waits for the first. */
    seen: (text: string) =>
      until(async () => {
        const filter = { logGroupName: "/acme/batch", filterPattern: `"${text}"` };
        const { events = [] } = await logs.send(new FilterLogEventsCommand(filter));
        return events.length === 0 ? undefined : events.length;
      }),
  };
}

export type RunnerWorld = Awaited<ReturnType<typeof createRunnerWorld>>;

/** Asks until there is an answer: what is waited for are processes, and no clock hurries those. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = AbortSignal.timeout(25_000);
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setTimeout(25, undefined, { signal: deadline });
  }
}
