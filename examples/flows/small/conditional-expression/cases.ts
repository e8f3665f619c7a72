import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const wide = { width: 4, height: 2 };
const labelled = { width: 0, height: 0, label: "A" };
const tall = { width: 1, height: 12, label: "" };

export const cases: FlowCases<typeof flows> = {
  conditional: [
    { input: wide, output: 4 },
    { input: tall, output: 12 },
  ],
  conditionalWithLiteral: [
    { input: wide, output: "bare" },
    { input: labelled, output: "labelled" },
    { input: tall, output: "bare" },
  ],
  conditionalWithinExpression: [
    { input: wide, output: { area: 8, size: 2, names: ["none"] } },
    { input: labelled, output: { area: 1, size: 2, names: ["A"] } },
    { input: tall, output: { area: 13, size: 3, names: ["none"] } },
  ],
  nestedConditional: [
    { input: wide, output: "wide" },
    { input: labelled, output: "nothing" },
    { input: tall, output: "tall" },
    { input: { width: 3, height: 3 }, output: "square" },
  ],
  conditionalWithinStringFormat: [
    { input: wide, output: "a box of 4 at least" },
    { input: labelled, output: '"A" of 0 or so' },
    { input: tall, output: "a box of 12 or so" },
  ],
};
