import type { ExplainedFlowState, FlowExplanation } from "./explain-flow.ts";

/** The explanation as a terminal shows it: steps of the main path, states, their source below. */
export function formatExplanation(explanation: FlowExplanation): string {
  const { flow, path, states, transitions, cost } = explanation;
  const stepWidth = Math.max(...states.map(({ steps }) => steps.join(",").length), 1);
  const labels = states.map(({ name, depth }) => `${"  ".repeat(depth)}${name}`);
  const nameWidth = Math.min(48, Math.max(...labels.map(({ length }) => length), 0));
  const typeWidth = Math.max(...states.map(({ type }) => type.length), 0);
  const body = states.flatMap((state, index) => {
    const indent = " ".repeat(stepWidth + 2 + 2 * state.depth);
    return [
      `${state.steps.join(",").padStart(stepWidth)}  ${(labels[index] ?? "").padEnd(nameWidth)}  ${state.type.padEnd(typeWidth)}  ${whyOf(state)}`,
      `${indent}${linesOf(state)} | ${state.text}`,
    ];
  });
  return [
    `flow ${flow}  ${path}`,
    `${count(states.length, "state")}, ${count(transitions, "transition")} on the main path, whose steps are numbered`,
    `about $${dollars(cost.dollarsPerThousandRuns)} for 1,000 runs, at $${cost.dollarsPerThousandTransitions} for 1,000 transitions in ${cost.region} (${cost.source})`,
    "",
    ...body,
  ].join("\n");
}

function whyOf({ why, transitionsPerItem }: ExplainedFlowState): string {
  return transitionsPerItem === undefined
    ? why
    : `${why}; each further one adds ${count(transitionsPerItem, "transition")}`;
}

function linesOf({ place }: ExplainedFlowState): string {
  return place.endLine > place.line ? `${place.line}-${place.endLine}` : String(place.line);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Cents at least, and as many digits as there are. */
function dollars(amount: number): string {
  const digits = String(amount).split(".")[1]?.length ?? 0;
  return amount.toFixed(Math.max(2, digits));
}
