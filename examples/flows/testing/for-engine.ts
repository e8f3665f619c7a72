import type { Json } from "acme-engine";

import { isFlowStart } from "./task-states.ts";

/** What a worker gets for a Task state: what the state of the definition would have called, and with what. */
export interface Request {
  resource: string;
  arguments: Json;
  timeoutSeconds?: number;
}

/** The definition, its tasks done by an activity's workers; those that wait for a token by the function `ask`; those that start an execution stay. */
export function forEngine(definition: object, activityArn: string): object {
  return JSON.parse(JSON.stringify(definition), (_key, value: unknown) =>
    isTask(value) ? toWorked(value, activityArn) : value,
  ) as object;
}

interface TaskState {
  Type: "Task";
  Resource: string;
  Arguments?: Json;
  TimeoutSeconds?: Json;
}

function isTask(value: unknown): value is TaskState {
  return (
    typeof value === "object" &&
    value !== null &&
    "Type" in value &&
    value.Type === "Task" &&
    "Resource" in value &&
    typeof value.Resource === "string"
  );
}

function toWorked(state: TaskState, activityArn: string): object {
  const { Resource: resource, Arguments: given = null, TimeoutSeconds: timeoutSeconds } = state;
  if (isFlowStart(resource)) return state;
  const request = { resource, arguments: given, ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
  return resource.endsWith(".waitForTaskToken")
    ? {
        ...state,
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Arguments: { FunctionName: "ask", Payload: request },
      }
    : { ...state, Resource: activityArn, Arguments: request };
}
