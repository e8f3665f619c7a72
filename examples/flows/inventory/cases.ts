import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const plenty = { sku: "milk", stock: 40, minimum: 10, expiresInDays: 30 };

export const cases: FlowCases<typeof flows> = {
  sell: [
    {
      input: { sku: "milk", count: 1 },
      output: { sku: "milk", stock: 3, order: "17 of milk", warning: null },
    },
    {
      title: "enough of it",
      input: { sku: "milk", count: 5 },
      tasks: { readItem: [plenty] },
      output: { sku: "milk", stock: 35, order: null, warning: null },
    },
    {
      title: "enough of it, but not for long",
      input: { sku: "milk", count: 5 },
      tasks: { readItem: [{ ...plenty, expiresInDays: 3 }] },
      output: { sku: "milk", stock: 35, order: null, warning: "milk expires in 3 days" },
    },
    {
      title: "both",
      input: { sku: "milk", count: 35 },
      tasks: { readItem: [{ ...plenty, expiresInDays: 3 }] },
      output: { sku: "milk", stock: 5, order: "15 of milk", warning: "milk expires in 3 days" },
    },
    {
      title: "the order fails",
      input: { sku: "milk", count: 1 },
      tasks: { reorder: [new Error("supplier is closed")] },
      error: { name: "Error", message: "supplier is closed" },
    },
  ],
};

export const originals: Record<string, Original> = {
  sell: {
    states: 9,
    transitions: 7,
    what: "read, Parallel, update, 2 x (Choice, task, Succeed)",
  },
};
