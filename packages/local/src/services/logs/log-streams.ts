import type { LogStream } from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { logStreamArn } from "./arns.ts";
import { constraintFailed, logStreamExists, noSuchLogStream } from "./errors.ts";
import { getLogGroup } from "./log-groups.ts";

export interface LogStreamRow {
  readonly id: number;
  readonly group_name: string;
  readonly name: string;
  readonly created_at: number;
  readonly first_event_at: number | null;
  readonly last_event_at: number | null;
  readonly last_ingestion_at: number | null;
  readonly stored_bytes: number;
}

// Source: CloudWatch Logs API Reference, CreateLogStream, logStreamName.
const streamNamePattern = /^[^:*]{1,512}$/;

export function createLogStream(context: EngineContext, groupName: string, name: string): void {
  if (!streamNamePattern.test(name)) {
    throw constraintFailed(
      "logStreamName",
      name,
      "Member must satisfy regular expression pattern: [^:*]*, and have length of 1 to 512",
    );
  }
  getLogGroup(context, groupName);
  const { changes } = context.store
    .prepare(
      `INSERT INTO log_streams (group_name, name, created_at) VALUES (?, ?, ?)
       ON CONFLICT (group_name, name) DO NOTHING`,
    )
    .run(groupName, name, context.clock.now());
  if (changes === 0) throw logStreamExists();
}

/** Throws AWS's two ResourceNotFoundExceptions. */
export function getLogStream(context: EngineContext, groupName: string, name: string): LogStreamRow {
  getLogGroup(context, groupName);
  const row = context.store
    .prepare("SELECT * FROM log_streams WHERE group_name = ? AND name = ?")
    .get(groupName, name);
  if (!row) throw noSuchLogStream();
  return row as unknown as LogStreamRow;
}

export function listLogStreams({ store }: EngineContext, groupName: string): LogStreamRow[] {
  return store
    .prepare("SELECT * FROM log_streams WHERE group_name = ? ORDER BY name")
    .all(groupName) as unknown as LogStreamRow[];
}

export function toLogStream(context: EngineContext, stream: LogStreamRow): LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.created_at,
    firstEventTimestamp: stream.first_event_at ?? undefined,
    lastEventTimestamp: stream.last_event_at ?? undefined,
    lastIngestionTime: stream.last_ingestion_at ?? undefined,
    uploadSequenceToken: String(stream.id),
    arn: logStreamArn(context, stream.group_name, stream.name),
    // Source: CloudWatch Logs API Reference, LogStream: always zero since June 2019.
    storedBytes: 0,
  };
}
