import type { StateType } from "../definition/state-machine.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import type { Payload } from "../json/payload.ts";
import type { MapRunItem } from "../map-run-request.ts";
import type { Branch } from "./branch.ts";
import type { Child } from "./child-runs.ts";
import type { Catcher } from "./catch.ts";
import type { Failure } from "./failure.ts";
import type { StateMachine } from "./load-state-machine.ts";
import type { Retrier } from "./retry.ts";
import type { Visit } from "./visit.ts";

/** States and where to begin, ready to run: a machine, a branch, an item processor. */
export interface Flow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** What a state leaves behind. */
export interface Outcome {
  output: Json;
  /** Variables to set, by name. */
  assigned: JsonObject | undefined;
}

/** A state, parsed and compiled once, shared by all executions: it keeps nothing of any of them. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  /** Where it leads; undefined ends the branch. */
  readonly next: string | undefined;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** History says `…StateAborted` when it is cut off here. */
  readonly canAbort: boolean;
  /** Whether `$states.context.State.RetryCount` is there. */
  readonly countsRetries: boolean;
  /** EvaluationFailed right after entering belongs before the entering event. Recorded on AWS for Pass, Task, Map; not for Wait. */
  readonly evaluatesOnEntry: boolean;
  /** Written when the state fails and no retry follows: `MapStateFailed`. */
  readonly failedEvent?: string;
  /** The flows inside: a Parallel's branches, a Map's processor. */
  readonly flows: readonly Flow[];
  /** Of a distributed Map: the machine of its child executions. */
  readonly childMachine?: StateMachine;
  /** Begins the work: on entering, and again for each retry. Ends with `visit.exit`, a throw, or waiting for what comes. */
  start(visit: Visit): void;
  timerFired?(visit: Visit, timerId: string): void;
  taskSucceeded?(visit: Visit, output: Payload): void;
  taskFailed?(visit: Visit, failure: Failure): void;
  branchSucceeded?(visit: Visit, branch: Branch, output: Payload): void;
  /** A child execution of a distributed Map has ended. */
  childEnded?(visit: Visit, child: Child): void;
  /** There is room for more of them. */
  startChildren?(visit: Visit): void;
  /** Of a map run that the host runs. */
  toChildInput?(visit: Visit, item: MapRunItem): Json;
  /** Without an output there is more of it than a state may hand on. */
  mapRunSucceeded?(visit: Visit, output: Payload | undefined): void;
  redriveMapRun?(visit: Visit): void;
  mapRunFailed?(visit: Visit, failure: Failure): void;
  branchFailed?(visit: Visit, branch: Branch, failure: Failure): void;
  /** The visit ends from outside: its branches with it. */
  abortBranches?(visit: Visit): void;
}

/** What most states have in common. */
export const plainState = {
  retriers: [],
  catchers: [],
  canAbort: false,
  countsRetries: false,
  evaluatesOnEntry: true,
  flows: [],
} as const satisfies Partial<State>;
