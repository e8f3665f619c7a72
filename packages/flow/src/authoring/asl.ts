import { callAsl } from "../native/call-asl.ts";
import type { AslState } from "./asl-state.ts";

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
