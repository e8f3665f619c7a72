import type { QueryLanguage } from "./query-language.ts";
import type { ChoiceState } from "./choice-state.ts";
import type { FailState } from "./fail-state.ts";
import type { MapState } from "./map-state.ts";
import type { ParallelState } from "./parallel-state.ts";
import type { PassState } from "./pass-state.ts";
import type { SucceedState } from "./succeed-state.ts";
import type { TaskState } from "./task-state.ts";
import type { WaitState } from "./wait-state.ts";

export type StateDefinition =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateType = StateDefinition["Type"];

/** States and where to begin: a whole machine, a branch of a Parallel, or the processor of a Map. */
export interface FlowDefinition {
  Comment?: string;
  /** Name of the first state; case matters. */
  StartAt: string;
  /** By name; at most 80 characters each, unique in the whole definition, branches included. */
  States: { [name: string]: StateDefinition };
  /** Of the states that do not say otherwise. */
  QueryLanguage?: QueryLanguage;
}

/** A definition as CreateStateMachine takes it. Source: Amazon States Language, Top-level fields. */
export interface StateMachineDefinition extends FlowDefinition {
  /** Of the States Language; "1.0" is the only one. */
  Version?: string;
  /** Seconds until the execution ends as TIMED_OUT; 1 to 99,999,999; none when absent. */
  TimeoutSeconds?: number;
}
