import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  choice: [
    { input: { degrees: 17, wanted: 20 }, output: { done: "heated by 3", by: 3 } },
    { input: { degrees: 25, wanted: 20 }, output: { done: "cooled by 5", by: -5 } },
    { input: { degrees: 20, wanted: 20 }, output: { done: "nothing", by: 0 } },
  ],
  choiceWithSingleStatements: [
    { input: { degrees: 17, wanted: 20 }, output: 1 },
    { input: { degrees: 25, wanted: 20 }, output: -1 },
    { input: { degrees: 20, wanted: 20 }, output: 0 },
  ],
  choiceWithShorthand: [
    { input: { degrees: 0 }, output: "too cold" },
    { input: { degrees: 3, cold: true }, output: "too cold" },
    { input: { degrees: 3, cold: false }, output: "fine" },
    { input: { degrees: 3 }, output: "fine" },
  ],
};
