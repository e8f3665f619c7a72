import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  simpleForeach: [
    { input: { items: [] }, output: [] },
    { input: { items: ["a"] }, output: ["parcel of a"] },
    { input: { items: ["a", "b"] }, output: ["parcel of a", "parcel of b"] },
  ],
  foreachWithBreak: [
    { input: { items: [] }, output: "" },
    { input: { items: ["a", "b", "stop", "c"] }, output: "a b " },
    { input: { items: ["a", "b"] }, output: "a b " },
  ],
  foreachWithContinue: [
    { input: { items: [] }, output: { packed: "", skipped: 0 } },
    { input: { items: ["", "a", "", "b"] }, output: { packed: "a b ", skipped: 2 } },
  ],
  foreachEarlyReturn: [
    { input: { items: ["a", "gold", "b"] }, output: { item: "gold", seen: 2 } },
    { input: { items: ["a"] }, output: "no gold" },
  ],
  nestedForeach: [
    { input: { boxes: [] }, output: { last: "none", count: 0 } },
    {
      input: {
        boxes: [
          { label: "x", items: ["a", "b"] },
          { label: "y", items: [] },
          { label: "z", items: ["c"] },
        ],
      },
      output: { last: "z/c", count: 3 },
    },
  ],
  emptyForeach: [{ input: { items: [] } }, { input: { items: ["a"] } }],
};

/** Of ts2asl. */
export const originals = {
  nestedForeach: { states: 18 },
  simpleForeach: { states: 13 },
};
