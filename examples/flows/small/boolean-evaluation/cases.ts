import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const facts = { yes: true, no: false, text: "hello", empty: "", count: 7, list: ["x"] };

export const cases: FlowCases<typeof flows> = {
  main: [
    { input: facts, output: "abcdefgijklmno" },
    {
      input: { yes: false, no: true, text: "", empty: "x", count: 0, list: [], missing: "here" },
      output: "dlmno",
    },
    { input: { ...facts, text: "other", missing: "" }, output: "abcdefhijklmn" },
    { input: { ...facts, yes: false, list: [] }, output: "befgijlo" },
  ],
  numericComparison: [
    { input: { n: 42 }, output: "=[]~+" },
    { input: { n: 41.5 }, output: "!<[(~+" },
    { input: { n: -1 }, output: "!<[(" },
    { input: { n: 100 }, output: "!>]+" },
  ],
};

/** Of ts2asl. */
export const originals = {
  main: { states: 17 },
};
