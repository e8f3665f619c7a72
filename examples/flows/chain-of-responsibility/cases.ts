import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  withdraw: [
    { input: { amount: 180 }, output: { amount: 180, fifties: 3, twenties: 1, tens: 1 } },
    { input: { amount: 40 }, output: { amount: 40, fifties: 0, twenties: 2, tens: 0 } },
    { input: { amount: 50 }, output: { amount: 50, fifties: 1, twenties: 0, tens: 0 } },
    {
      input: { amount: 45 },
      error: { name: "WrongAmount", message: "45 cannot be given in notes of 50, 20 and 10" },
    },
    {
      input: { amount: -10 },
      error: { name: "WrongAmount", message: "-10 cannot be given in notes of 50, 20 and 10" },
    },
    { input: { amount: 2050 }, error: { name: "CashMachineEmpty", message: "not 41 notes of 50" } },
  ],
};

export const originals: Record<string, Original> = {
  withdraw: { states: 8, transitions: 6, what: "3 x (Choice, dispense), Fail, Succeed" },
};
