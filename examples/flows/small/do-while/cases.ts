import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  simpleDoWhile: [{ tasks: { probe: [true] } }, { tasks: { probe: [false, false, true] } }],
  simpleDoAlwaysFalse: [{ output: "done" }],
  doWhileWithBreak: [
    { input: { limit: 99 }, output: 8 },
    { input: { limit: 1 }, output: 1 },
  ],
  doWhileWithEarlyReturn: [
    { input: { limit: 99 }, output: "found after 8" },
    { input: { limit: 0 }, output: "never found" },
  ],
  doWhileWithContinue: [
    { input: { limit: 4 }, output: { round: 4, noted: 2 } },
    { input: { limit: 0 }, output: { round: 1, noted: 1 } },
  ],
};
