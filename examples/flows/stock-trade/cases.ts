import type { FlowCases, Original } from "../testing/flow-case.ts";
import { MarketClosed } from "./flows.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  trade: [
    {
      input: { symbol: "ACME", shares: 10, fairPrice: 100 },
      output: { receipt: { id: "buy-ACME", side: "BUY", total: 800 }, line: "buy-ACME BUY 800" },
    },
    {
      input: { symbol: "ACME", shares: 10, fairPrice: 80 },
      output: { receipt: { id: "sell-ACME", side: "SELL", total: 800 }, line: "sell-ACME SELL 800" },
    },
    {
      title: "the market opens in a while",
      input: { symbol: "ACME", shares: 1, fairPrice: 100 },
      tasks: { checkPrice: [new MarketClosed("until nine"), { price: 99 }] },
      output: { receipt: { id: "buy-ACME", side: "BUY", total: 99 }, line: "buy-ACME BUY 99" },
    },
    {
      title: "the market stays closed",
      input: { symbol: "ACME", shares: 1, fairPrice: 100 },
      tasks: { checkPrice: [new MarketClosed("holiday")] },
      error: { name: "MarketClosed", message: "holiday" },
    },
    {
      title: "the order is refused",
      input: { symbol: "ACME", shares: 1, fairPrice: 1 },
      tasks: { sellShares: [new Error("no such shares")] },
      error: { name: "Error", message: "no such shares" },
    },
  ],
};

export const originals: Record<string, Original> = {
  trade: { states: 5, transitions: 4, what: "check, Choice, buy, sell, record" },
};
