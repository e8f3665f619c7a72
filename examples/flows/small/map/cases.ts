import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  main: [
    { input: { words: ["a", "bcd", ""] }, output: [1, 3, 0] },
    { input: { words: [] }, output: [] },
    {
      title: "what fails for one fails for all",
      input: { words: ["a", "b"] },
      tasks: { measure: [1, new RangeError("too long")] },
      error: { name: "RangeError", message: "too long" },
    },
  ],
};
