import type { Payload } from "../json/payload.ts";
import type { EventChain } from "./history.ts";
import type { Scope } from "./scope.ts";
import type { Flow, State } from "./state.ts";
import type { Visit } from "./visit.ts";

/** One line of control: the machine itself, a branch of a Parallel, an iteration of a Map. */
export interface Branch extends EventChain {
  readonly id: number;
  readonly flow: Flow;
  /** The visit of the Parallel or Map that waits for this branch. */
  readonly parent: Visit | undefined;
  /** Which branch or item of the parent. */
  readonly index: number;
  readonly scope: Scope;
  /** The state that it is in. */
  visit: Visit | undefined;
  /** The state that it enters next. */
  next: { state: State; input: Payload } | undefined;
  /** `advance` will come by. */
  queued: boolean;
}
