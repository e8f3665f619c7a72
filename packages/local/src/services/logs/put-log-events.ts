import type {
  InputLogEvent,
  PutLogEventsRequest,
  PutLogEventsResponse,
  RejectedLogEventsInfo,
} from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { constraintFailed, invalidParameter } from "./errors.ts";
import { appendLogEvents, eventBytes, type LogEvent } from "./log-events.ts";
import { getLogGroup } from "./log-groups.ts";
import { getLogStream } from "./log-streams.ts";

// Source of all limits: CloudWatch Logs API Reference, PutLogEvents.
const maxBatchBytes = 1_048_576;
const maxEventBytes = 1_048_576;
const maxBatchEvents = 10_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const maxFutureMs = 2 * hourMs;
const maxAgeMs = 14 * dayMs;

/** Stores a batch; events that are too old or too new are left out and reported, the rest is kept. */
export function putLogEvents(context: EngineContext, input: PutLogEventsRequest): PutLogEventsResponse {
  const groupName = input.logGroupName ?? "";
  const group = getLogGroup(context, groupName);
  const stream = getLogStream(context, groupName, input.logStreamName ?? "");
  const events = (input.logEvents ?? []).map(parseEvent);
  checkBatch(events);

  const now = context.clock.now();
  const oldestKept = group.retention_days === null ? -Infinity : now - group.retention_days * dayMs;
  const accepted: LogEvent[] = [];
  const rejected: RejectedLogEventsInfo = {};
  for (const [index, event] of events.entries()) {
    if (event.timestamp > now + maxFutureMs) rejected.tooNewLogEventStartIndex ??= index;
    else if (event.timestamp < now - maxAgeMs) rejected.tooOldLogEventEndIndex = index + 1;
    else if (event.timestamp < oldestKept) rejected.expiredLogEventEndIndex = index + 1;
    else accepted.push(event);
  }
  appendLogEvents(context, stream, accepted);
  return {
    nextSequenceToken: String(stream.id),
    ...(accepted.length < events.length && { rejectedLogEventsInfo: rejected }),
  };
}

function parseEvent({ timestamp, message }: InputLogEvent, index: number): LogEvent {
  if (!message) {
    throw constraintFailed(
      `logEvents.${index + 1}.member.message`,
      "",
      "Member must have length greater than or equal to 1",
    );
  }
  const at = Number(timestamp);
  if (!Number.isSafeInteger(at) || at < 0) {
    throw constraintFailed(
      `logEvents.${index + 1}.member.timestamp`,
      String(timestamp),
      "Member must have value greater than or equal to 0",
    );
  }
  return { timestamp: at, message };
}

function checkBatch(events: readonly LogEvent[]): void {
  const [first] = events;
  if (!first || events.length > maxBatchEvents) {
    throw invalidParameter(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length between 1 and ${maxBatchEvents}`,
    );
  }
  let previous = first.timestamp;
  let bytes = 0;
  for (const { timestamp, message } of events) {
    if (timestamp < previous) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
    previous = timestamp;
    const size = eventBytes(message);
    if (size > maxEventBytes) {
      throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${maxEventBytes}`);
    }
    bytes += size;
  }
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
  if (previous - first.timestamp > dayMs) {
    throw invalidParameter(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  }
}
