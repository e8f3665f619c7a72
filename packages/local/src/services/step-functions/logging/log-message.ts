import type { HistoryEvent } from "@acme-engine/asl";

import { withoutExecutionData } from "../executions/execution-data.ts";

/**
 * A history event as CloudWatch Logs gets it: one line of JSON, numbers as text. Recorded on AWS: TestExpressAsync; the
 * order of the fields is that of the Developer Guide's examples, Using CloudWatch Logs.
 */
export function toLogMessage(
  event: HistoryEvent,
  execution: { arn: string; redriveCount: number },
  includeExecutionData: boolean,
): string {
  const { id, previousEventId, timestamp, type } = event;
  const details = detailsOf(event);
  return JSON.stringify({
    id: String(id),
    type,
    ...(details && { details: includeExecutionData ? details : withoutExecutionData(details) }),
    redrive_count: String(execution.redriveCount),
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: execution.arn,
  });
}

function detailsOf(event: HistoryEvent): object | undefined {
  for (const [name, value] of Object.entries(event)) {
    if (name.endsWith("EventDetails") && typeof value === "object") return value;
  }
  return undefined;
}
