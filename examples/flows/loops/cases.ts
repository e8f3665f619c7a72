import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  retryOdd: [
    { input: { tries: 4 }, output: { at: 4, sum: 7 } },
    { title: "at least once", input: { tries: 0 }, output: { at: 1, sum: 0 } },
    {
      title: "a measurement fails",
      input: { tries: 2 },
      tasks: { measure: [new Error("blind")] },
      error: { name: "Error", message: "blind" },
    },
  ],
  findPair: [
    {
      title: "found; what is below zero or equal is passed over",
      input: { xs: [-1, 1, 2], ys: [3, 2], wanted: 3 },
      output: { found: { x: 1, y: 3 }, measured: 1 },
    },
    { input: { xs: [2], ys: [1, 2, 3], wanted: 9 }, output: { found: null, measured: 1 } },
    { input: { xs: [1, 2], ys: [3, 4], wanted: 2 }, output: { found: { x: 2, y: 4 }, measured: 4 } },
    { input: { xs: [], ys: [1], wanted: 0 }, output: { found: null, measured: 0 } },
  ],
  invoice: [
    {
      input: {
        lines: [
          { sku: "a", count: 2, price: 5 },
          { sku: "b", count: 0, price: 99 },
          { sku: "c", count: 1, price: 30 },
        ],
      },
      output: { total: 40, largest: "c", skus: ["a", "c"] },
    },
    { input: { lines: [] }, output: { total: 0, largest: "", skus: [] } },
  ],
};

export const originals: Record<string, Original> = {
  retryOdd: { states: 5, transitions: 6, what: "Pass, Choice for odd, measure, Choice for the end, Succeed" },
  findPair: { states: 5, transitions: 6, what: "Pass, Choice for both loops, measure, Choice, Succeed" },
  invoice: { states: 1, transitions: 1, what: "Pass" },
};
