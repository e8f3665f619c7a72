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

/** What executions carry, as opposed to what happened. Source: Step Functions API Reference, GetExecutionHistory, includeExecutionData. */
const executionData = new Set([
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
  "assignedVariables",
  "assignedVariablesDetails",
]);

function toApiEvent(event: HistoryEvent, withData: boolean): ApiHistoryEvent {
  const parts = Object.entries(event).map(([name, part]) => [
    name,
    withData || typeof part !== "object" ? part : withoutData(part),
  ]);
  // The interpreter's events have the API's shape, but for the timestamp.
  return { ...Object.fromEntries(parts), timestamp: new Date(event.timestamp) } as ApiHistoryEvent;
}

function withoutData(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !executionData.has(name)));
}
