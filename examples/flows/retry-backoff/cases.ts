import type { FlowCases, Original } from "../testing/flow-case.ts";
import { RateLimited } from "./flows.ts";
import type * as flows from "./flows.ts";

const limited = new RateLimited("slow down");

export const cases: FlowCases<typeof flows> = {
  convert: [
    { input: { amount: 10, currency: "EUR" }, output: { amount: 10, currency: "EUR" } },
    {
      title: "the fifth retry succeeds",
      input: { amount: 100, currency: "USD" },
      tasks: { fetchRates: [limited, limited, limited, limited, limited, { rate: 2 }] },
      output: { amount: 200, currency: "USD" },
    },
    {
      title: "a sixth would be needed",
      input: { amount: 100, currency: "USD" },
      tasks: { fetchRates: [limited] },
      output: { amount: null, currency: "USD", later: true },
    },
    {
      title: "its own mistake is not repeated",
      input: { amount: 1, currency: "euro" },
      error: { name: "BadRequest", message: "euro is no currency" },
    },
    {
      title: "anything else is repeated once",
      input: { amount: 1, currency: "EUR" },
      tasks: { fetchRates: [new Error("reset"), { rate: 3 }] },
      output: { amount: 3, currency: "EUR" },
    },
    {
      title: "and not twice",
      input: { amount: 1, currency: "EUR" },
      tasks: { fetchRates: [new Error("reset")] },
      error: { name: "Error", message: "reset" },
    },
  ],
};

export const originals: Record<string, Original> = {
  convert: { states: 2, transitions: 1, what: "task with retriers, Succeed behind its catcher" },
};
