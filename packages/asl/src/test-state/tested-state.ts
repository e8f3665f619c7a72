import type { StateDefinition } from "../definition/state-machine.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { loadStateMachine, type StateMachine } from "../interpreter/load-state-machine.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { refused } from "./refused-test.ts";

/** A state alone in a machine, as TestState runs it. */
export interface TestedState {
  /** The state and, as Succeed states, those that it leads to. */
  machine: StateMachine;
  definition: StateDefinition;
  language: QueryLanguage;
}

/** What the state is called while it is tested, whatever its name. Recorded on AWS: test_state_with_variables. */
export const testedName = "StateName";

/**
 * `definition` is the JSON text of one state, or of a whole machine when `stateName` names one of its states, inner ones
 * included. Throws InvalidDefinition or RefusedTest.
 */
export function findTestedState(definition: string, stateName: string | undefined): TestedState {
  const { state, machineLanguage } =
    stateName === undefined ? parseState(definition) : pickState(definition, stateName);
  const machine = loadStateMachine(
    JSON.stringify({
      ...(machineLanguage === undefined ? undefined : { QueryLanguage: machineLanguage }),
      StartAt: testedName,
      States: { ...toStubs(state), [testedName]: state },
    }),
  );
  // It has just been validated as a state of this machine.
  const tested = state as unknown as StateDefinition;
  return { machine, definition: tested, language: tested.QueryLanguage ?? machineLanguage ?? "JSONPath" };
}

interface PickedState {
  state: JsonObject;
  machineLanguage: QueryLanguage | undefined;
}

function parseState(definition: string): PickedState {
  let state: Json;
  try {
    state = JSON.parse(definition);
  } catch {
    state = null;
  }
  // A machine's diagnostics say best what is wrong with a text that is no JSON object.
  if (!isObject(state)) throw machineError(definition);
  return { state, machineLanguage: undefined };
}

function machineError(definition: string): Error {
  try {
    loadStateMachine(definition);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return refused("The definition must be a state");
}

function pickState(definition: string, stateName: string): PickedState {
  const { definition: machine, states } = loadStateMachine(definition);
  const found = findState(machine.States, stateName);
  if (found === undefined || states.size === 0) throw refused("State not found in definition");
  return { state: found, machineLanguage: machine.QueryLanguage };
}

/** Names are unique in the whole definition, so the first one is the only one. */
function findState(states: { [name: string]: StateDefinition }, name: string): JsonObject | undefined {
  for (const [key, state] of Object.entries(states)) {
    // A parsed definition is JSON.
    if (key === name) return state as unknown as JsonObject;
    for (const flow of flowsOf(state)) {
      const found = findState(flow.States, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function flowsOf(state: StateDefinition): { States: { [name: string]: StateDefinition } }[] {
  if (state.Type === "Parallel") return state.Branches;
  if (state.Type !== "Map") return [];
  return [state.ItemProcessor, state.Iterator].filter((flow) => flow !== undefined);
}

/** The states that this one names, so that it may lead to them. */
function toStubs({ Next, Default, Choices, Catch }: JsonObject): JsonObject {
  const rules = [Choices, Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  const names = [Next, Default, ...rules.map((rule) => (isObject(rule) ? rule["Next"] : undefined))];
  return Object.fromEntries(
    names.filter((name) => typeof name === "string").map((name) => [name, { Type: "Succeed" }]),
  );
}
