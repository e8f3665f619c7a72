import type { ListExecutionsInput, ListExecutionsOutput } from "@aws-sdk/client-sfn";

import type { StepFunctionsDeps } from "../deps.ts";
import { resourceNotFound, validation } from "../errors.ts";
import { readPage } from "../paging.ts";
import { toChildStateMachineArn } from "./child-names.ts";

/** ListExecutions of a map run. Throws ResourceNotFound or ValidationException. */
export function listChildExecutions(
  input: ListExecutionsInput,
  mapRunArn: string,
  { executions, mapRunStore }: StepFunctionsDeps,
): ListExecutionsOutput {
  if (input.stateMachineArn !== undefined) {
    throw validation("Only one of the stateMachineArn and the mapRunArn may be specified");
  }
  if (!mapRunStore.find(mapRunArn)) throw resourceNotFound(mapRunArn);
  executions.flush();
  const stateMachineArn = toChildStateMachineArn(mapRunArn);
  const { items, nextToken } = readPage(
    input,
    (after, limit) =>
      mapRunStore.listChildren(
        mapRunArn,
        input.statusFilter,
        after === undefined ? Number.MAX_SAFE_INTEGER : Number(after),
        limit,
      ),
    ({ index }) => String(index),
    { maxTokenLength: 3096 },
  );
  return {
    executions: items.map((child) => ({
      executionArn: child.arn,
      stateMachineArn,
      name: child.name,
      status: child.status,
      startDate: new Date(child.startedAt),
      ...(child.stoppedAt !== undefined && { stopDate: new Date(child.stoppedAt) }),
      mapRunArn,
      itemCount: child.items,
      redriveCount: child.redriveCount,
    })),
    nextToken,
  };
}
