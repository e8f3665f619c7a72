import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { kilograms: 9, to: "Turin" };

export const cases: FlowCases<typeof flows> = {
  cheapestQuote: [
    { input, output: { best: { carrier: "road", price: 18 }, missing: 0 } },
    { input: { kilograms: 20, to: "Turin" }, output: { best: { carrier: "rail", price: 30 }, missing: 0 } },
    {
      title: "the cheapest does not answer",
      input,
      tasks: { askRoad: [errorNamed("Closed", "strike")] },
      output: { best: { carrier: "rail", price: 19 }, missing: 1 },
    },
    {
      title: "nobody answers",
      input,
      tasks: { askRoad: [new Error("x")], askRail: [new Error("y")], askAir: [new Error("z")] },
      error: { name: "NobodyOffers", message: "9 kg to Turin" },
    },
  ],
};

export const originals: Record<string, Original> = {
  cheapestQuote: {
    states: 10,
    transitions: 6,
    what: "Parallel, 3 tasks, 3 Pass behind their catchers, Choice, Fail, Succeed",
  },
};
