import { type CountedFlow, countStates, sumOf, ts2asl } from "../flows/count-states.ts";
import type { Row } from "./row.ts";

/** How many states compiled flows take, beside what others made of the same or wrote by hand. */
export async function countFlowStates(): Promise<Row[]> {
  const { small, workflows } = await countStates();
  const { states, compiled } = sumOf(small);
  return [
    {
      what: `small flows, ${compiled} of ${small.length}: states`,
      value: `${states}`,
      peer: `ts2asl ${ts2asl.states}`,
      ratio: ts2asl.states / states,
      aim: "≤ 200",
    },
    ...[...small, ...workflows].flatMap(toRow),
  ];
}

function toRow({ topic, name, states, transitions, original }: CountedFlow): Row[] {
  const what = `${topic}/${name}`;
  if (states === undefined) return [{ what, value: "not compiled" }];
  if (original === undefined) return [];
  const beside = original.transitions === undefined ? "" : `, ${original.transitions} transitions`;
  return [
    {
      what,
      value: `${states} states, ${transitions} transitions`,
      peer: `${original.states}${beside}`,
      ratio: original.states / states,
    },
  ];
}
