import type { AslState } from "../authoring/asl-state.ts";

/** A task that a flow calls, before its attempt; also a call of AWS, or a state. */
export interface TaskCall {
  /** The task's name; `aws.dynamodb.putItem`; the name of the state. */
  readonly task: string;
  /** What the task gets, as JSON; undefined when it is called without. */
  readonly input: unknown;
  /** From 1. */
  readonly attempt: number;
  /** The maps around the call, from the outside in, each by the index of its item; empty outside of maps. */
  readonly scope: readonly number[];
}

/** A call of an AWS service, before its attempt. Its `task` is `aws.dynamodb.putItem`. */
export interface AwsCall extends TaskCall {
  readonly service: string;
  readonly operation: string;
  /** The job's end is waited for. */
  readonly sync: boolean;
  /** As the state has it, e.g. `arn:aws:states:::aws-sdk:dynamodb:putItem`. */
  readonly resource: string;
}

/** A state that is written by hand, before its attempt. Its `task` is the name of the state, its `input` the state. */
export interface AslCall extends TaskCall {
  readonly state: AslState;
}
