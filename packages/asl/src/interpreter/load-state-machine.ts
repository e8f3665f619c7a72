import type { ItemProcessorDefinition, MapState } from "../definition/map-state.ts";
import type { FlowDefinition, StateDefinition, StateMachineDefinition } from "../definition/state-machine.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import { parseDefinition } from "../validate/parse-definition.ts";
import type { Flow, State } from "./state.ts";
import { compileChoice } from "./states/choice.ts";
import { compileDistributedMap } from "./states/distributed-map.ts";
import { compileFail } from "./states/fail.ts";
import { compileMap } from "./states/map.ts";
import { compileParallel } from "./states/parallel.ts";
import { compilePass } from "./states/pass.ts";
import { compileSucceed } from "./states/succeed.ts";
import { compileTask } from "./states/task.ts";
import { compileWait } from "./states/wait.ts";

/** A definition, parsed and compiled once. It keeps nothing of an execution: any number may share it. */
export interface StateMachine {
  readonly definition: StateMachineDefinition;
  readonly flow: Flow;
  /** The top level's TimeoutSeconds. */
  readonly timeoutSeconds: number | undefined;
  /** Every state by its name, which is unique in the whole definition. */
  readonly states: ReadonlyMap<string, { state: State; flow: Flow }>;
}

/** `definition` is JSON text. Throws InvalidDefinition with every diagnostic. */
export function loadStateMachine(definition: string): StateMachine {
  const parsed = parseDefinition(definition);
  return compileMachine(parsed, parsed.QueryLanguage ?? "JSONPath");
}

/** The machine itself, or that of a distributed Map's children, which has no timeout. */
function compileMachine(definition: StateMachineDefinition, language: QueryLanguage): StateMachine {
  const states: StateIndex = new Map();
  const flow = compileFlow(definition, language, states);
  return { definition, flow, states, timeoutSeconds: definition.TimeoutSeconds };
}

type StateIndex = Map<string, { state: State; flow: Flow }>;

/** Inner states take the machine's language, not that of the state around them. Measured on AWS: floci #2968. */
function compileFlow(definition: FlowDefinition, language: QueryLanguage, index: StateIndex): Flow {
  const states = new Map<string, State>();
  const flow: Flow = { startAt: definition.StartAt, states };
  for (const [name, state] of Object.entries(definition.States)) {
    const compiled = compileState(name, state, language, index);
    states.set(name, compiled);
    index.set(name, { state: compiled, flow });
  }
  return flow;
}

function compileState(
  name: string,
  definition: StateDefinition,
  machineLanguage: QueryLanguage,
  index: StateIndex,
): State {
  const language = definition.QueryLanguage ?? machineLanguage;
  switch (definition.Type) {
    case "Pass":
      return compilePass(name, definition, language);
    case "Task":
      return compileTask(name, definition, language);
    case "Choice":
      return compileChoice(name, definition, language);
    case "Wait":
      return compileWait(name, definition, language);
    case "Succeed":
      return compileSucceed(name, definition, language);
    case "Fail":
      return compileFail(name, definition, language);
    case "Parallel": {
      const flows = definition.Branches.map((branch) => compileFlow(branch, machineLanguage, index));
      return compileParallel(name, definition, language, flows);
    }
    case "Map": {
      const processor = processorOf(definition);
      return processor.ProcessorConfig?.Mode === "DISTRIBUTED"
        ? compileDistributedMap(name, definition, language, compileMachine(processor, machineLanguage))
        : compileMap(name, definition, language, compileFlow(processor, machineLanguage, index));
    }
  }
}

function processorOf({ ItemProcessor, Iterator }: MapState): ItemProcessorDefinition {
  const processor = ItemProcessor ?? Iterator;
  // A validated Map has one of the two.
  if (processor === undefined) throw new Error("The Map has no ItemProcessor.");
  return processor;
}
