import type { Retrier } from "acme-engine";
import type { Json, JsonObject } from "../../json.ts";
import type { ToTaskState } from "../graph/action.ts";
import type { TaskNode } from "../graph/graph.ts";
import { toField } from "./to-field.ts";

/** An expression that fails would fail again, so it is never repeated. */
const never = { ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 0 };

/** A Task state without its ways out. What the deployment retries (a throttled start) comes before what the flow retries. */
export function taskFields(node: TaskNode, toTaskState: ToTaskState): JsonObject {
  const { Retry = [], ...fields } = workFields(node, toTaskState);
  return {
    Type: "Task",
    ...fields,
    ...(node.timeoutSeconds === undefined ? {} : { TimeoutSeconds: toField(node.timeoutSeconds) }),
    ...(node.heartbeatSeconds === undefined ? {} : { HeartbeatSeconds: toField(node.heartbeatSeconds) }),
    ...retryFields(node.retriers, Array.isArray(Retry) ? Retry : [], [never]),
  };
}

function workFields({ work, input }: TaskNode, toTaskState: ToTaskState): JsonObject {
  switch (work.kind) {
    case "action":
      return toTaskState(work.action, toField(input));
    case "resource":
      return { Resource: work.resource, Arguments: toField(input) };
  }
}

/** `first` only where something is retried at all. */
export function retryFields(
  retriers: readonly Retrier[],
  before: readonly Json[] = [],
  first: readonly Json[] = [],
): JsonObject {
  const own = [...before, ...retriers.map((retrier): Json => ({ ...retrier }))];
  return own.length === 0 ? {} : { Retry: [...first, ...own] };
}
