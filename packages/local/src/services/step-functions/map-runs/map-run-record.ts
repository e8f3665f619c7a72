import type { MapRunRequest } from "@acme-engine/asl";

import type { MapRunRecord } from "./map-run-store.ts";

/** Asked for again since it was last run. */
export function isRedriven({ redriveCount }: MapRunRecord, request: MapRunRequest): boolean {
  return (request.redriveCount ?? 0) > redriveCount;
}

/** The record that a map run goes on with: a new one, the one that was found, or that one redriven. */
export function takeRecord(
  found: MapRunRecord | undefined,
  execution: string,
  request: MapRunRequest,
  now: number,
): MapRunRecord {
  const afresh = { status: "RUNNING" as const, error: undefined, cause: undefined, stoppedAt: undefined };
  if (found && isRedriven(found, request)) {
    return { ...found, ...afresh, redriveCount: found.redriveCount + 1, redrivenAt: now };
  }
  if (found) return found;
  const { mapRunArn, stateName, maxConcurrency, tolerance } = request;
  return {
    ...afresh,
    arn: mapRunArn,
    execution,
    stateName,
    maxConcurrency,
    toleratedCount: tolerance.count,
    toleratedPercentage: tolerance.percentage,
    totalItems: undefined,
    totalChildren: undefined,
    redriveCount: 0,
    redrivenAt: undefined,
    startedAt: now,
  };
}
