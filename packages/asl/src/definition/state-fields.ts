import type { Json } from "../json/json.ts";
import type { QueryLanguage } from "./query-language.ts";

/** What every state may have. */
export interface CommonFields {
  Comment?: string;
  /** Default: that of the machine. A JSONata machine has JSONata states only. */
  QueryLanguage?: QueryLanguage;
}

/** How a state says what follows it: exactly one of the two. */
export interface TransitionFields {
  Next?: string;
  End?: true;
}

/** JSONPath states choose what they see and what they hand on. `null` for either path means `{}`. */
export interface PathFields {
  /** Default `$`. */
  InputPath?: string | null;
  /** Default `$`. */
  OutputPath?: string | null;
}

/** Variables, by name; visible from the next state on. JSONata: strings `{% … %}`; JSONPath: fields that end in `.$`. */
export interface AssignFields {
  Assign?: { [variable: string]: Json };
}

/** JSONata states: what becomes the state's output. Default: the result, or the input where there is no result. */
export interface OutputFields {
  Output?: Json;
}

/** JSONPath states that have a result. */
export interface ResultFields {
  /** A payload template over the raw result. */
  ResultSelector?: Json;
  /** A reference path: where the result goes in the input. Default `$`; `null` discards the result. */
  ResultPath?: string | null;
}

/** When to try a state again. Only the first retrier that names the error counts. */
export interface RetrierDefinition {
  Comment?: string;
  /** Error names; `States.ALL` stands alone and last. */
  ErrorEquals: string[];
  /** Before the first retry. Default 1. */
  IntervalSeconds?: number;
  /** Default 3; 0 means never. */
  MaxAttempts?: number;
  /** The interval's factor from one retry to the next, at least 1. Default 2. */
  BackoffRate?: number;
  /** Cap of the interval. */
  MaxDelaySeconds?: number;
  /** FULL: uniformly between 0 and the interval. Default NONE. */
  JitterStrategy?: "FULL" | "NONE";
}

/** Where an error leads when no retrier takes it. */
export interface CatcherDefinition extends AssignFields, OutputFields {
  Comment?: string;
  ErrorEquals: string[];
  Next: string;
  /** JSONPath: where `{Error, Cause}` goes in the state's input. Default `$`. */
  ResultPath?: string | null;
}

/** Task, Parallel and Map. */
export interface ErrorHandlingFields {
  Retry?: RetrierDefinition[];
  Catch?: CatcherDefinition[];
}
