import type { CompiledFlow } from "../compile-flow.ts";
import { type Machine, readMachine } from "../machine/read-machine.ts";
import { type Place, placeOf } from "../source/diagnostic-record.ts";

/** Why a compiled flow is made of the states that it has, and what a run of it costs. */
export interface FlowExplanation {
  flow: string;
  path: string;
  /** In the order of the definition, those inside of a Map or Parallel behind it. */
  states: readonly ExplainedFlowState[];
  /** The states that are entered when nothing fails; a loop goes round once, a Map has one item. */
  mainPath: readonly string[];
  transitions: number;
  cost: {
    dollarsPerThousandRuns: number;
    dollarsPerThousandTransitions: number;
    region: string;
    source: string;
  };
}

export interface ExplainedFlowState {
  name: string;
  type: string;
  /** How many Maps and Parallels are around it. */
  depth: number;
  why: string;
  place: Place;
  /** The first line of its source. */
  text: string;
  /** Its places on the main path, from 1; none when it is not on it. */
  steps: readonly number[];
  /** What a Map adds to the transitions for each item after the first. */
  transitionsPerItem: number | undefined;
}

/** Standard workflows; the first 4,000 transitions of a month are free. Source: AWS Step Functions pricing, US East (N. Virginia). */
const price = {
  dollarsPerThousandTransitions: 0.025,
  region: "us-east-1",
  source: "https://aws.amazon.com/step-functions/pricing/",
};

export function explainFlow(compiled: CompiledFlow, source: string, path: string): FlowExplanation {
  const { name, definition, sourceMap, mainPath } = compiled;
  const onPath = (wanted: string) =>
    mainPath.flatMap((state, index) => (state === wanted ? [index + 1] : []));
  const explain = (machine: Machine, depth: number): ExplainedFlowState[] =>
    [...machine.states.values()].flatMap((state) => {
      const { span, why, file } = sourceMap[state.name] ?? { span: { start: 0, end: 0 }, why: "" };
      const own = file ?? { source, path };
      const place = placeOf(span, own.source, own.path);
      const lines = own.source.split("\n");
      const inner = state.inner.flatMap((each) => explain(each, depth + 1));
      const explained: ExplainedFlowState = {
        name: state.name,
        type: state.type,
        depth,
        why,
        place,
        text: (lines[place.line - 1] ?? "").trim(),
        steps: onPath(state.name),
        transitionsPerItem:
          state.type === "Map" ? inner.reduce((sum, { steps }) => sum + steps.length, 0) : undefined,
      };
      return [explained, ...inner];
    });
  const transitions = mainPath.length;
  return {
    flow: name,
    path,
    states: explain(readMachine(definition), 0),
    mainPath,
    transitions,
    cost: {
      // A thousand runs of so many transitions, at a price for a thousand transitions.
      dollarsPerThousandRuns: Number((transitions * price.dollarsPerThousandTransitions).toFixed(6)),
      ...price,
    },
  };
}
