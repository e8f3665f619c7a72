import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const order = { id: "o1", sku: "lamp", count: 3, unitPrice: 40, country: "IT" };

export const cases: FlowCases<typeof flows> = {
  placeOrder: [
    { input: order, output: { order: "o1", parcel: "parcel-o1", payment: "pay-o1", amount: 120 } },
    {
      title: "nobody delivers: refund, then release",
      input: { ...order, country: "AQ" },
      error: { name: "NoCarrier", message: "nobody delivers to AQ" },
    },
    {
      title: "the card is declined: release",
      input: { ...order, unitPrice: 4000 },
      error: { name: "CardDeclined", message: "12000 is over the card's limit" },
    },
    {
      title: "out of stock: nothing to undo",
      input: { ...order, count: 101 },
      error: { name: "OutOfStock", message: "101 of lamp" },
    },
    {
      title: "the refund itself fails: the stock is released all the same, and its error is what is told",
      input: { ...order, country: "AQ" },
      tasks: { refundCard: [new Error("bank closed")] },
      error: { name: "Error", message: "bank closed" },
    },
  ],
};

export const originals: Record<string, Original> = {
  placeOrder: { states: 6, transitions: 3, what: "3 steps, 2 that undo, Fail" },
};
