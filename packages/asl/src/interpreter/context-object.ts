import type { ExecutionContext } from "../execution.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import type { Visit } from "./visit.ts";

/** The part of `$$` that stays the same, keys in AWS's order. Recorded on AWS: test_input_path[$$]. */
export function executionContext({ Execution, StateMachine }: ExecutionContext, input: Json): JsonObject {
  const { Id, StartTime, Name, RoleArn, RedriveCount, RedriveTime } = Execution;
  return {
    Execution: {
      Id,
      Input: input,
      StartTime,
      Name,
      RoleArn,
      RedriveCount,
      ...(RedriveTime === undefined ? undefined : { RedriveTime }),
    },
    StateMachine: { Id: StateMachine.Id, Name: StateMachine.Name },
  };
}

/** `$$` and `$states.context` of a visit. The caller adds `Task` and `Map` where there is one. */
export function contextObject(fixed: JsonObject, visit: Visit): JsonObject {
  const { state, enteredAt, retryCount } = visit;
  return {
    ...fixed,
    State: {
      Name: state.name,
      EnteredTime: new Date(enteredAt).toISOString(),
      ...(state.countsRetries ? { RetryCount: retryCount } : undefined),
    },
  };
}
