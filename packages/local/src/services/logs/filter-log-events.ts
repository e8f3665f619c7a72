import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { oneLogGroupOf } from "./arns.ts";
import { invalidNextToken, invalidParameter } from "./errors.ts";
import { parseFilterPattern } from "./filter-pattern.ts";
import { eventBytes, type LogEventRow, type LogPosition } from "./log-events.ts";
import { getLogGroup } from "./log-groups.ts";
import { oldestKeptAt } from "./retention.ts";

// Source: CloudWatch Logs API Reference, FilterLogEvents: 1 MB or 10,000 events.
const maxPageBytes = 1_048_576;
const maxPageEvents = 10_000;

interface GroupEventRow extends LogEventRow {
  readonly stream_name: string;
}

/** Events of a group's streams that match, ordered by time; a page without `nextToken` is the last. */
export function filterLogEvents(
  context: EngineContext,
  input: FilterLogEventsRequest,
): FilterLogEventsResponse {
  const groupName = getLogGroup(context, oneLogGroupOf(input)).name;
  const { logStreamNames, logStreamNamePrefix } = input;
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix cannot be used together.");
  }
  const matches = parseFilterPattern(input.filterPattern ?? "");
  const start = Math.max(input.startTime ?? 0, oldestKeptAt(context, groupName));
  const from = input.nextToken === undefined ? { timestamp: 0, id: 0 } : parseToken(input.nextToken);
  const limit = Math.min(input.limit ?? maxPageEvents, maxPageEvents);

  const rows = context.store
    .prepare(
      `SELECT e.*, s.name AS stream_name FROM log_streams s JOIN log_events e ON e.stream_id = s.id
       WHERE s.group_name = ?1 AND e.timestamp >= ?2 AND e.timestamp <= ?3 AND (e.timestamp, e.id) > (?4, ?5)
       AND (?6 IS NULL OR substr(s.name, 1, length(?6)) = ?6)
       AND (?7 IS NULL OR s.name IN (SELECT value FROM json_each(?7)))
       ORDER BY e.timestamp, e.id`,
    )
    .iterate(
      groupName,
      start,
      input.endTime ?? Number.MAX_SAFE_INTEGER,
      from.timestamp,
      from.id,
      logStreamNamePrefix ?? null,
      logStreamNames ? JSON.stringify(logStreamNames) : null,
    );

  const events: FilteredLogEvent[] = [];
  let bytes = 0;
  let last: LogPosition | undefined;
  for (const value of rows) {
    // The columns are those of the interface, by the query.
    const row = value as unknown as GroupEventRow;
    if (!matches(row.message)) continue;
    bytes += eventBytes(row.message);
    if (events.length === limit || (bytes > maxPageBytes && last)) {
      return { events, searchedLogStreams: [], nextToken: formatToken(last ?? from) };
    }
    events.push(toFilteredLogEvent(row));
    last = row;
  }
  return { events, searchedLogStreams: [] };
}

function toFilteredLogEvent(row: GroupEventRow): FilteredLogEvent {
  return {
    logStreamName: row.stream_name,
    timestamp: row.timestamp,
    message: row.message,
    ingestionTime: row.ingested_at,
    // AWS's ids are long decimal strings that sort by time; so do these.
    eventId: `${row.timestamp}${String(row.id).padStart(20, "0")}`,
  };
}

function formatToken({ timestamp, id }: LogPosition): string {
  return Buffer.from(`${timestamp}-${id}`).toString("base64url");
}

function parseToken(token: string): LogPosition {
  const [, timestamp, id] = /^(\d+)-(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (timestamp === undefined) throw invalidNextToken();
  return { timestamp: Number(timestamp), id: Number(id) };
}
