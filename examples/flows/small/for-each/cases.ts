import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  simpleForeach: [
    { input: { items: [] }, output: [] },
    { input: { items: ["a"] }, output: ["parcel of a"] },
    { input: { items: ["a", "b"] }, output: ["parcel of a", "parcel of b"] },
  ],
  foreachWithBreak: [
    { input: { items: [] }, output: 0 },
    { input: { items: ["a", "b", "stop", "c"] }, output: 2 },
    { input: { items: ["a", "b"] }, output: 2 },
  ],
  foreachWithContinue: [
    { input: { items: [] }, output: 0 },
    { input: { items: ["", "a", "", "b"] }, output: 2 },
  ],
  foreachEarlyReturn: [
    { input: { items: ["a", "gold", "b"] }, output: "parcel of gold" },
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
      output: { last: "parcel of z/c", count: 3 },
    },
  ],
  emptyForeach: [{ input: { items: [] } }, { input: { items: ["a"] } }],
};

/** Of ts2asl. */
export const originals = {
  nestedForeach: { states: 18 },
  simpleForeach: { states: 13 },
};
