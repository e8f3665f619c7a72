import {
  type CountedFlow,
  type CountedFlows,
  countStates,
  sumOf,
  sumTypes,
  ts2asl,
} from "../flows/count-states.ts";

/** docs/flows.md: how many states the flows of examples/flows take. */
export async function printFlows(): Promise<string> {
  return toPage(await countStates());
}

export function toPage({ small, workflows }: CountedFlows): string {
  const { states, compiled } = sumOf(small);
  const known = small.filter(({ original, states }) => original !== undefined && states !== undefined);
  const before = known.reduce((sum, { original }) => sum + (original?.states ?? 0), 0);
  const others = small.filter((flow) => !known.includes(flow));
  return `# How many states flows take

Printed by \`npm run docs\` from the flows of [examples/flows](../examples/flows), as they are compiled today. Each of them is run there: called, in the
interpreter, and on the engine.

## Small flows

Equivalents of the ${ts2asl.flows} flows that ts2asl, a compiler to JSONPath, was tested with, written anew. ts2asl made ${ts2asl.states} states of them (${toTypes(Object.entries(ts2asl.types))}).

**${states} states** for ${compiled} of ${small.length} flows: ${toTypes(sumTypes(small))}.

Those whose number for ts2asl is known took ${before} states there, and ${sumOf(known).states} here:

| flow | states | transitions | ts2asl |
|---|---|---|---|
${known.map((flow) => `| ${toName(flow)} | ${flow.states} | ${flow.transitions} | ${flow.original?.states} |`).join("\n")}

The others:

| flow | states | transitions |
|---|---|---|
${others.map((flow) => `| ${toName(flow)} | ${toCount(flow.states)} | ${toCount(flow.transitions)} |`).join("\n")}

## Workflows

Beside what somebody who knows the States Language would write by hand for the same purpose: \`what\` in \`cases.ts\` says which states these are. Where the number
of a published definition is known (checkout, account-vending, and three of ts2asl), it stands there, without transitions.

| flow | states | by hand | transitions | by hand |
|---|---|---|---|---|
${workflows.map(toWorkflow).join("\n")}
`;
}

function toWorkflow(flow: CountedFlow): string {
  const { states, transitions, original } = flow;
  return `| ${toName(flow)} | ${toCount(states)} | ${toCount(original?.states)} | ${toCount(transitions)} | ${toCount(original?.transitions)} |`;
}

const toCount = (count: number | undefined) => `${count ?? "–"}`;

function toName({ topic, name }: CountedFlow): string {
  return `[${topic.replace("small/", "")}](../examples/flows/${topic}/flows.ts) ${name}`;
}

function toTypes(types: readonly (readonly [type: string, count: number])[]): string {
  return types.map(([type, count]) => `${count} ${type}`).join(", ");
}
