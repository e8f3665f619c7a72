import type { StateMachine } from "./load-state-machine.ts";

/**
 * The state machine of a distributed Map's children, by the Map's name. Names are unique in the whole definition, so a Map
 * inside another one's children is found too. Undefined when there is no such Map.
 */
export function childMachine(machine: StateMachine, stateName: string): StateMachine | undefined {
  const own = machine.states.get(stateName)?.state.childMachine;
  if (own !== undefined) return own;
  for (const { state } of machine.states.values()) {
    const inner = state.childMachine === undefined ? undefined : childMachine(state.childMachine, stateName);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
