import { callAsl } from "../native/call-asl.ts";
import type { Retrier } from "../retry/retry-rule.ts";

/**
 * A state as the States Language writes it, in JSONata. What comes after it and what catches its errors is said by the flow around the call, so
 * these fields are not for it.
 */
export interface AslState {
  readonly Type: "Task" | "Pass" | "Wait" | "Map" | "Parallel";
  readonly Comment?: string;
  readonly Retry?: readonly (Pick<Retrier, "ErrorEquals"> & Partial<Retrier>)[];
  readonly TimeoutSeconds?: number;
  /** What the call gives. Default: the state's result. */
  readonly Output?: unknown;
  readonly [field: string]: unknown;
  readonly Next?: never;
  readonly End?: never;
  readonly Catch?: never;
  readonly Assign?: never;
  readonly QueryLanguage?: never;
}

/**
 * A state that is written by hand, for what flows have no words for. `state` is an object literal; its values may be the flow's
 * (`Arguments: { Id: order.id }`) or JSONata (`"{% $uuid() %}"`). In this process no state runs: `native`, or `runFlow`'s `onAsl`, does what the
 * state would, and where neither is there the call is refused. The state's own `Retry` and `TimeoutSeconds` are observed.
 */
export function asl<Output = unknown>(
  name: string,
  state: AslState,
  native?: (state: AslState) => Output | Promise<Output>,
): Promise<Output> {
  // What a state gives is what the flow's author says that it is.
  return callAsl(name, state, native) as Promise<Output>;
}
