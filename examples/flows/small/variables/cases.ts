import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  main: [
    {
      input: { text: "ab cd" },
      output: { text: "ab cd", total: 5, average: 2.5, first: { letters: 5, words: 2 }, same: true },
    },
    {
      input: { text: "ab cd", more: "x" },
      output: { text: "ab cd", total: 9, average: 2.5, first: { letters: 5, words: 2 }, same: false },
    },
  ],
};
