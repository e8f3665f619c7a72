import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const small = { id: "s", lines: [{ sku: "a", count: 2, price: 10 }] };
const large = { id: "l", lines: [{ sku: "a", count: 200, price: 10 }], express: true };

export const cases: FlowCases<typeof flows> = {
  processOrders: [
    {
      input: { orders: [small, { id: "nothing", lines: [] }, large] },
      output: { shipped: ["slow-s", "fast-l"], refused: [], revenue: 2020 },
    },
    {
      title: "one is suspicious, one cannot pay",
      input: { orders: [{ ...large, id: "suspicious" }, { ...small, id: "broke" }, small] },
      output: { shipped: ["slow-s"], refused: ["suspicious", "broke"], revenue: 20 },
    },
    {
      title: "another error stops it",
      input: { orders: [small, small] },
      tasks: { chargeOrder: [{ receipt: "r" }, new Error("bank is closed")] },
      error: { name: "Error", message: "bank is closed" },
    },
    { input: { orders: [] }, output: { shipped: [], refused: [], revenue: 0 } },
  ],
};

export const originals: Record<string, Original> = {
  processOrders: {
    states: 7,
    transitions: 8,
    what: "Pass, Choice for the turn and the total, review, Choice, charge, ship, Succeed",
  },
};
