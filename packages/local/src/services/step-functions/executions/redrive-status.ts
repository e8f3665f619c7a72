import type { DescribeExecutionOutput } from "@aws-sdk/client-sfn";

import type { StepFunctionsDeps } from "../deps.ts";
import type { ExecutionRecord } from "./execution-store.ts";

// Source of all: API reference, RedriveExecution and DescribeExecution (redriveStatusReason).
const dayMs = 24 * 60 * 60 * 1000;
const redrivablePeriodMs = 14 * dayMs;
const maxExecutionTimeMs = 365 * dayMs;
/** ExecutionRedriven and one more event must have room. */
const maxEvents = 24_999;

/** Why an execution cannot be redriven, in AWS's words; undefined when it can. */
export function reasonAgainstRedrive(
  { id, status, startedAt, stoppedAt = startedAt }: ExecutionRecord,
  { executions, context }: Pick<StepFunctionsDeps, "executions" | "context">,
): string | undefined {
  // Recorded on AWS: DescribeExecution.
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  const now = context.clock.now();
  if (now - stoppedAt > redrivablePeriodMs) return "Execution redrivable period exceeded";
  if (now - startedAt > maxExecutionTimeMs) return "Execution has exceeded the max execution time";
  if (executions.lastEventId(id) >= maxEvents) return "Execution history event limit exceeded";
  // It ended in an engine that kept nothing for redrives.
  const canGoOn = executions.loadRemains(id) !== undefined;
  return canGoOn ? undefined : "Execution was started before the launch of RedriveExecution";
}

/** A map run's child is redriven with the map run, never alone. */
export function toRedriveStatus(
  reason: string | undefined,
  { mapRun }: Pick<ExecutionRecord, "mapRun">,
): Pick<DescribeExecutionOutput, "redriveStatus" | "redriveStatusReason"> {
  return reason === undefined
    ? { redriveStatus: mapRun ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE" }
    : { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
}
