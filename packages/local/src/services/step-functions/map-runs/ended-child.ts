import type { EndedChild } from "@acme-engine/asl";

import { toChildStateMachineArn } from "./child-names.ts";
import type { EndedChildRow } from "./map-run-store.ts";

export function toEndedChild(row: EndedChildRow, mapRunArn: string): EndedChild {
  const { arn, name, status, input, output, error, cause, redriveCount, startedAt, stoppedAt } = row;
  const stateMachineArn = toChildStateMachineArn(mapRunArn);
  return {
    executionArn: arn,
    stateMachineArn,
    name,
    status,
    input,
    output,
    error,
    cause,
    redriveCount,
    startedAt,
    stoppedAt,
  };
}
