import type { OutputLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { AwsCallError, callAws } from "@acme-engine/cfn";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { taskIdOf } from "./ecs-task.ts";
import type { EcsTask } from "./ecs-task.ts";
import type { LogLine } from "./log-line.ts";

/** What one task's container wrote, read from the start on, each line once. */
export interface TaskLog {
  /** The lines that follow on those of the last read, oldest first. A read that fails has taken nothing. */
  readPage(signal: AbortSignal | undefined): Promise<LogPage>;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** There are no more lines yet. */
  readonly isEnd: boolean;
}

interface LogStream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** `since`: lines written before it are left out. */
export function createTaskLog(
  target: Target,
  task: EcsTask,
  containerName: string | undefined,
  since?: Date,
): TaskLog {
  let stream: LogStream | undefined | "none";
  let token: string | undefined;
  return {
    async readPage(signal) {
      stream ??= (await findLogStream(target, task, containerName, signal)) ?? "none";
      if (stream === "none") return { lines: [], isEnd: true };
      const page = await readPage(target, stream, token, since, signal);
      // The stream is made with the first line.
      if (page === undefined) return { lines: [], isEnd: true };
      // At the end of the stream the token stays what it was; asked for again later, it gives what has come since.
      // Source: CloudWatch Logs API Reference, GetLogEvents, nextForwardToken
      const isEnd = page.nextForwardToken === undefined || page.nextForwardToken === token;
      token = page.nextForwardToken ?? token;
      return { lines: (page.events ?? []).map((event) => toLogLine(event, task.taskArn)), isEnd };
    },
  };
}

/** The last lines of a task, oldest first. */
export async function readLastLines(
  target: Target,
  task: EcsTask,
  containerName: string | undefined,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const stream = await findLogStream(target, task, containerName, signal);
  if (stream === undefined) return [];
  const page = await orUndefinedWhenMissing(() =>
    callAws("GetLogEvents", () =>
      target.clients.logs.send(
        new GetLogEventsCommand({ ...stream, limit, startFromHead: false }),
        withSignal(signal),
      ),
    ),
  );
  return (page?.events ?? []).map(({ message }) => withoutLineBreak(message ?? ""));
}

async function readPage(
  { clients }: Target,
  stream: LogStream,
  token: string | undefined,
  since: Date | undefined,
  signal: AbortSignal | undefined,
) {
  const command = new GetLogEventsCommand({
    ...stream,
    startFromHead: true,
    ...(token !== undefined && { nextToken: token }),
    ...(since !== undefined && { startTime: since.getTime() }),
  });
  return orUndefinedWhenMissing(() =>
    callAws("GetLogEvents", () => clients.logs.send(command, withSignal(signal))),
  );
}

/**
 * Where the task's container writes, as its task definition says: `<prefix>/<container>/<task id>`.
 * Undefined when it does not write to CloudWatch Logs, or when its task definition is gone.
 * Source: Amazon ECS Developer Guide, "Using the awslogs log driver", awslogs-stream-prefix
 */
async function findLogStream(
  { clients }: Target,
  task: EcsTask,
  containerName: string | undefined,
  signal: AbortSignal | undefined,
): Promise<LogStream | undefined> {
  const { taskDefinitionArn } = task;
  if (taskDefinitionArn === undefined) return undefined;
  const taskDefinition = await orUndefinedWhenMissing(async () => {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: taskDefinitionArn });
    return (await callAws("DescribeTaskDefinition", () => clients.ecs.send(command, withSignal(signal))))
      .taskDefinition;
  });
  const containers = taskDefinition?.containerDefinitions ?? [];
  const container = containers.find(({ name }) => name === (containerName ?? "main")) ?? containers[0];
  return container === undefined ? undefined : toLogStream(container, taskIdOf(task.taskArn));
}

function toLogStream({ name, logConfiguration }: ContainerDefinition, taskId: string): LogStream | undefined {
  if (logConfiguration?.logDriver !== "awslogs") return undefined;
  const logGroupName = logConfiguration.options?.["awslogs-group"];
  const prefix = logConfiguration.options?.["awslogs-stream-prefix"];
  if (logGroupName === undefined || prefix === undefined || name === undefined) return undefined;
  return { logGroupName, logStreamName: `${prefix}/${name}/${taskId}` };
}

/** ECS says ClientException of a task definition that somebody has deleted. */
const missing = new Set(["ResourceNotFoundException", "ClientException"]);

async function orUndefinedWhenMissing<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsCallError && missing.has(error.awsCode)) return undefined;
    throw error;
  }
}

function toLogLine({ timestamp = 0, message = "" }: OutputLogEvent, taskArn: string): LogLine {
  return { at: new Date(timestamp), message: withoutLineBreak(message), taskArn };
}

function withoutLineBreak(message: string): string {
  return message.replace(/\r?\n$/, "");
}
