import type { Json, TaskRequest } from "@acme-engine/asl";

import type { EngineContext } from "../../../engine-context.ts";
import type { Pattern, TaskResource } from "./task-resource.ts";

/** A task on its way to a service. */
export interface TaskCall {
  request: TaskRequest;
  resource: TaskResource;
  executionArn: string;
  /** The same each time this task is started, so a service can tell a repeated call: 64 hexadecimal digits. */
  clientToken: string;
}

/** What the service answered; `handle` is what `follow` and `stop` need, plain JSON that survives the process. */
export interface StartedTask {
  output: Json;
  handle?: Json;
}

export type TaskOutcome = { output: Json } | { error: string; cause: string };

/** How a service is called from a state machine: one row of the table of integrations. */
export interface Integration {
  readonly patterns: readonly Pattern[];
  /** What the history shows as the task's parameters. Default: the arguments. */
  readonly toScheduledParameters?: (parameters: Json, resource: TaskResource) => Json;
  /**
   * Calls the service and resolves to its answer. It may be called again for the same task after a crash, so it leans on
   * `clientToken`. Throws `TaskFailure`.
   */
  readonly start: (call: TaskCall, context: EngineContext) => Promise<StartedTask>;
  /** `.sync` only: tells the end of what was started, once; also when it ended while nobody looked. The result stops telling. */
  readonly follow?: (
    handle: Json,
    call: TaskCall,
    context: EngineContext,
    end: (outcome: TaskOutcome) => void,
  ) => () => void;
  /** `.sync` only: stops what was started, because nobody wants its result any more. */
  readonly stop?: (handle: Json, call: TaskCall, context: EngineContext) => Promise<void>;
}

/** The task fails, with an error name that Retry and Catch can match. */
export class TaskFailure extends Error {
  readonly error: string;
  readonly reason: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = "TaskFailure";
    this.error = error;
    this.reason = cause;
  }
}

/** Waits for its work to end; the others end with the service's answer or with the token. */
export const isSync = (pattern: Pattern): boolean => pattern === "sync" || pattern === "sync:2";
