import type { FlowCases, Original } from "../testing/flow-case.ts";
import { LedgerClosed } from "./flows.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  settleDay: [
    {
      input: { day: "d1" },
      output: { settled: 1, skipped: 2, totals: { EUR: 120.5 }, url: "https://ledger.example.com/d1" },
    },
    {
      title: "several currencies",
      input: { day: "d1", minimum: 10 },
      tasks: {
        loadAccounts: [
          {
            accounts: [
              { id: "a", balance: 10, currency: "EUR" },
              { id: "b", balance: 9, currency: "EUR" },
              { id: "c", balance: 20, currency: "USD", frozen: false },
              { id: "d", balance: 5.5, currency: "USD", frozen: true },
              { id: "e", balance: 30, currency: "EUR" },
            ],
          },
        ],
      },
      output: { settled: 3, skipped: 2, totals: { EUR: 40, USD: 20 }, url: "https://ledger.example.com/d1" },
    },
    {
      title: "the ledger opens in time",
      input: { day: "d1" },
      tasks: { transfer: [new LedgerClosed("later"), new LedgerClosed("later"), { id: "x" }] },
      output: { settled: 1, skipped: 2, totals: { EUR: 120.5 }, url: "https://ledger.example.com/d1" },
    },
    {
      title: "the ledger stays closed",
      input: { day: "d1" },
      tasks: { transfer: [new LedgerClosed("for good")] },
      error: { name: "LedgerClosed", message: "for good" },
    },
    {
      title: "nothing to settle",
      input: { day: "d1" },
      tasks: { loadAccounts: [{ accounts: [] }] },
      output: { settled: 0, skipped: 0, totals: {}, url: "https://ledger.example.com/d1" },
    },
  ],
};

export const originals: Record<string, Original> = {
  settleDay: { states: 4, transitions: 4, what: "load, Choice, transfer, report" },
};
