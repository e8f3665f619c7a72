import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = {
  orderId: "o1",
  customer: "ada",
  lines: [
    { sku: "lamp", count: 2, price: 40 },
    { sku: "bulb", count: 4, price: 5 },
  ],
};

export const cases: FlowCases<typeof flows> = {
  checkout: [
    { input, output: { orderId: "o1", payment: "ada-100", total: 100 } },
    {
      title: "a coupon",
      input: { ...input, coupon: "TENTH" },
      output: { orderId: "o1", payment: "ada-90", total: 90 },
    },
    {
      title: "out of stock: nothing to release",
      input: { ...input, lines: [{ sku: "lamp", count: 11, price: 1 }] },
      output: { orderId: "o1", failed: "OutOfStock", message: "11 of lamp" },
    },
    {
      title: "the payment is refused: what was reserved is released",
      input: { ...input, lines: [{ sku: "sofa", count: 1, price: 2000 }] },
      output: { orderId: "o1", failed: "PaymentRefused", message: "ada may not pay 2000" },
    },
    {
      title: "the coupon cannot be asked for",
      input: { ...input, coupon: "TENTH" },
      tasks: { redeemCoupon: [new TypeError("no such code")] },
      output: { orderId: "o1", failed: "TypeError", message: "no such code" },
    },
    {
      title: "stock can be asked for the second time",
      input,
      tasks: { reserveLines: [new Error("busy"), { reservation: "r" }] },
      output: { orderId: "o1", payment: "ada-100", total: 100 },
    },
  ],
};

export const originals: Record<string, Original> = {
  checkout: { states: 12, what: "checkout-processing of aws-samples/step-functions-workflows-collection" },
};
