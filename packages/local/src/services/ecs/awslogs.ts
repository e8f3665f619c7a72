/**
 * The awslogs log driver: a container's output, line by line, into the stream `prefix/container/task-id`.
 *
 * It writes to the tables of CloudWatch Logs itself rather than by PutLogEvents, because the lines and how far the output has
 * been read must be kept in one transaction: only then are lines neither lost nor repeated when the engine is killed.
 *
 * Known gaps: awslogs-multiline-pattern and awslogs-datetime-format (each line is an event); `mode` and `max-buffer-size` mean
 * nothing, since nothing is ever slow or lost; awslogs-region is not looked at, since the engine has one region.
 */
import type { ContainerDefinition } from "@aws-sdk/client-ecs";

import { ContainerError } from "../../containers/container-error.ts";
import type { ReceiveOutput } from "../../containers/runtime.ts";
import type { EngineContext } from "../../engine-context.ts";
import { AwsError } from "../../protocol/aws-error.ts";
import { appendLogEvents } from "../logs/log-events.ts";
import { createLogGroup, findLogGroup } from "../logs/log-groups.ts";
import { createLogStream, getLogStream } from "../logs/log-streams.ts";
import { saveOutputPosition } from "./container-records.ts";

/**
 * Makes the container's log stream and gives the function that fills it; without awslogs the output goes nowhere, as on AWS.
 * Throws ResourceInitializationError when the group is missing.
 */
export function openAwslogs(
  context: EngineContext,
  taskId: string,
  container: ContainerDefinition,
): ReceiveOutput {
  const { logConfiguration, name = "" } = container;
  if (logConfiguration?.logDriver !== "awslogs") return () => {};
  const options = logConfiguration.options ?? {};
  const group = options["awslogs-group"] ?? "";
  const prefix = options["awslogs-stream-prefix"];
  const streamName = prefix ? `${prefix}/${name}/${taskId}` : taskId;
  const streamId = openStream(context, group, streamName, options["awslogs-create-group"] === "true");

  let latest = 0;
  return (lines, position) => {
    const events = lines
      // The driver sends no empty events. Source: PutLogEvents, message has at least one character.
      .filter(({ text }) => text !== "")
      .map(({ at, text }) => {
        // Readers page by time; a clock that steps back must not hide lines from them.
        latest = Math.max(latest, at);
        return { timestamp: latest, message: text };
      });
    context.store.transaction(() => {
      // Somebody may delete the stream while the task runs; AWS drops the lines then, too.
      if (isThere(context, streamId)) appendLogEvents(context, { id: streamId }, events);
      if (position !== undefined) saveOutputPosition(context, taskId, name, position);
    });
  };
}

function openStream(context: EngineContext, group: string, stream: string, createGroup: boolean): number {
  try {
    if (createGroup && !findLogGroup(context, group)) createLogGroup(context, { name: group });
    try {
      createLogStream(context, group, stream);
    } catch (error) {
      // There since an engine before this one.
      if (!(error instanceof AwsError && error.code === "ResourceAlreadyExistsException")) throw error;
    }
    return getLogStream(context, group, stream).id;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ContainerError(
      "ResourceInitializationError",
      `failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ${error.code}: ${error.message} : exit status 1`,
      { cause: error },
    );
  }
}

function isThere({ store }: EngineContext, streamId: number): boolean {
  return store.prepare("SELECT 1 FROM log_streams WHERE id = ?").get(streamId) !== undefined;
}
