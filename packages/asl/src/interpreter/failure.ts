import type { Json } from "../json/json.ts";

/** Why a state, a branch or an execution failed. Plain data: it survives a snapshot. */
export interface Failure {
  error?: string;
  cause?: string;
  /** A second name that retriers and catchers may use. */
  alias?: string;
  /** No retrier or catcher takes it. Recorded on AWS: test_catch_states_runtime. */
  fatal?: true;
}

/**
 * Thrown by whatever a state evaluates. `detail` is told together with the state and the event at which it was entered;
 * a message that AWS gives without them is `cause`.
 */
export class StateError extends Error {
  readonly error: string;
  readonly fatal: boolean;
  readonly detail: string | undefined;
  override readonly cause: string | undefined;
  /** See Failure. */
  readonly alias: string | undefined;
  /** JSONata only: the field, `Output/total`; history then tells of the failed evaluation. */
  readonly location: string | undefined;

  constructor(facts: {
    error: string;
    fatal: boolean;
    alias?: string;
    detail?: string;
    cause?: string;
    location?: string;
  }) {
    super(facts.detail ?? facts.cause ?? facts.error);
    this.name = "StateError";
    this.error = facts.error;
    this.fatal = facts.fatal;
    this.alias = facts.alias;
    this.detail = facts.detail;
    this.cause = facts.cause;
    this.location = facts.location;
  }
}

/** The definition does not fit the data: a missing path, a value of the wrong kind. Never caught. */
export function runtimeError(detail: string): StateError {
  return new StateError({ error: "States.Runtime", fatal: true, detail });
}

/** A JSONata expression failed or yielded nothing. Task, Parallel and Map may retry and catch it. */
export function queryEvaluationError(detail: string, location: string): StateError {
  return new StateError({ error: "States.QueryEvaluationError", fatal: false, detail, location });
}

/** Recorded on AWS: test_start_large_input; caught by States.ALL in test_task_lambda_catch_state_all_data_limit_exceeded. */
export function dataLimitExceeded(stateOrTask: string): StateError {
  const cause = `The state/task '${stateOrTask}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError({ error: "States.DataLimitExceeded", fatal: false, cause });
}

/** A failure of what a host or a child execution tells, parts that are not there left out. */
export function toFailure(error: string | undefined, cause: string | undefined): Failure {
  return {
    ...(error === undefined ? undefined : { error }),
    ...(cause === undefined ? undefined : { cause }),
  };
}

/** `error` and `cause` as events have them. */
export function toEventDetails({ error, cause }: Failure): { error?: string; cause?: string } {
  return toFailure(error, cause);
}

/** What a catcher sees: `$states.errorOutput`, or the value that its ResultPath places. */
export function toErrorOutput({ error, cause }: Failure): { [key: string]: Json } {
  return {
    ...(error === undefined ? undefined : { Error: error }),
    ...(cause === undefined ? undefined : { Cause: cause }),
  };
}
