import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { oneLogGroupOf } from "./arns.ts";
import { invalidNextToken, invalidParameter } from "./errors.ts";
import { eventBytes, type LogEventRow, type LogPosition } from "./log-events.ts";
import { getLogStream } from "./log-streams.ts";
import { oldestKeptAt } from "./retention.ts";

// Source: CloudWatch Logs API Reference, GetLogEvents: 1 MB, up to 10,000 events.
const maxPageBytes = 1_048_576;
const maxPageEvents = 10_000;

const beforeAll: LogPosition = { timestamp: 0, id: 0 };

type Direction = "forward" | "backward";

/**
 * A page of one stream, oldest first. Tokens mark the page's edges (`f/…` after its last event, `b/…` before its first), so at
 * the end of the stream the token that was passed comes back, and later finds what has come since.
 */
export function getLogEvents(context: EngineContext, input: GetLogEventsRequest): GetLogEventsResponse {
  const stream = getLogStream(context, oneLogGroupOf(input), input.logStreamName ?? "");
  const from = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
  const direction = from?.direction ?? (input.startFromHead ? "forward" : "backward");
  const start = Math.max(input.startTime ?? 0, oldestKeptAt(context, stream.group_name));
  const end = input.endTime ?? Number.MAX_SAFE_INTEGER;
  const limit = Math.min(input.limit ?? maxPageEvents, maxPageEvents);
  if (limit < 1) throw invalidParameter("limit must be at least 1.");

  const events = page(
    direction === "forward"
      ? context.store
          .prepare(
            `SELECT * FROM log_events WHERE stream_id = ? AND timestamp >= ? AND timestamp < ?
             AND (timestamp, id) > (?, ?) ORDER BY timestamp, id LIMIT ?`,
          )
          .iterate(stream.id, start, end, ...edge(from?.position ?? beforeAll), limit)
      : context.store
          .prepare(
            `SELECT * FROM log_events WHERE stream_id = ? AND timestamp >= ? AND timestamp < ?
             AND (timestamp, id) < (?, ?) ORDER BY timestamp DESC, id DESC LIMIT ?`,
          )
          .iterate(stream.id, start, end, ...edge(from?.position ?? afterAll()), limit),
  );
  if (direction === "backward") events.reverse();

  const first = events[0] ?? from?.position ?? beforeAll;
  const last = events.at(-1) ?? from?.position ?? beforeAll;
  return {
    events: events.map(({ timestamp, message, ingested_at }) => ({
      timestamp,
      message,
      ingestionTime: ingested_at,
    })),
    nextForwardToken: formatToken("forward", last),
    nextBackwardToken: formatToken("backward", first),
  };
}

function page(rows: Iterable<unknown>): LogEventRow[] {
  const events: LogEventRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    // The columns are those of the interface, by the table's definition.
    const event = row as LogEventRow;
    bytes += eventBytes(event.message);
    if (bytes > maxPageBytes && events.length > 0) break;
    events.push(event);
  }
  return events;
}

function afterAll(): LogPosition {
  return { timestamp: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
}

function edge({ timestamp, id }: LogPosition): [number, number] {
  return [timestamp, id];
}

function formatToken(direction: Direction, { timestamp, id }: LogPosition): string {
  return `${direction === "forward" ? "f" : "b"}/${timestamp}-${id}/s`;
}

function parseToken(token: string): { direction: Direction; position: LogPosition } {
  const [, letter, timestamp, id] = /^([fb])\/(\d+)-(\d+)\/s$/.exec(token) ?? [];
  if (!letter) throw invalidNextToken();
  return {
    direction: letter === "f" ? "forward" : "backward",
    position: { timestamp: Number(timestamp), id: Number(id) },
  };
}
