import type { HistoryEvent } from "@acme-engine/asl";
import {
  GetExecutionHistory$,
  type GetExecutionHistoryInput,
  type GetExecutionHistoryOutput,
  type HistoryEvent as ApiHistoryEvent,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { readPage } from "../paging.ts";
import { withoutExecutionData } from "./execution-data.ts";
import { getExecution } from "./execution-operations.ts";

export const historyOperations: OperationTable<StepFunctionsDeps> = {
  GetExecutionHistory: operation(
    GetExecutionHistory$,
    (input: GetExecutionHistoryInput, deps: StepFunctionsDeps): GetExecutionHistoryOutput => {
      const { id } = getExecution(input.executionArn, deps);
      const reverse = input.reverseOrder === true;
      const { items, nextToken } = readPage(
        input,
        (after, limit) => deps.executions.readEvents(id, { from: nextId(after, reverse), reverse, limit }),
        (event) => String(event.id),
      );
      return {
        events: items.map((event) => toApiEvent(event, input.includeExecutionData !== false)),
        nextToken,
      };
    },
  ),
};

function nextId(after: string | undefined, reverse: boolean): number {
  if (after === undefined) return reverse ? Number.MAX_SAFE_INTEGER : 0;
  return Number(after) + (reverse ? -1 : 1);
}

function toApiEvent(event: HistoryEvent, withData: boolean): ApiHistoryEvent {
  const parts = Object.entries(event).map(([name, part]) => [
    name,
    withData || typeof part !== "object" ? part : withoutExecutionData(part),
  ]);
  // The interpreter's events have the API's shape, but for the timestamp.
  return { ...Object.fromEntries(parts), timestamp: new Date(event.timestamp) } as ApiHistoryEvent;
}
