import { errorNamed, type FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  tryCatch: [
    { input: { sku: "chair" }, output: "reserved chair" },
    { input: { sku: "lamp" }, output: { error: "OutOfStock", message: "no lamps" } },
    { input: { sku: "" }, output: { error: "OutOfStock", message: "nothing was ordered" } },
  ],
  throwErrors: [
    { input: { kind: "stock" }, error: { name: "OutOfStock", message: "no lamps" } },
    { input: { kind: "plain" }, error: { name: "Error", message: "plain plain" } },
    { input: { kind: "empty" }, error: { name: "Declined", message: "" } },
    { input: { kind: "none" }, output: "nothing to throw" },
  ],
  RetryErrors: [
    { input: { amount: 5 }, output: { receipt: "charged 5" } },
    {
      title: "down twice",
      input: { amount: 5 },
      tasks: { charge: [errorNamed("TemporarilyDown"), errorNamed("TemporarilyDown"), "charged at last"] },
      output: { receipt: "charged at last" },
    },
    {
      title: "down for longer than anybody waits",
      input: { amount: 5 },
      tasks: { charge: [errorNamed("TemporarilyDown", "still")] },
      error: { name: "TemporarilyDown", message: "still" },
    },
    { input: { amount: 101 }, error: { name: "Declined", message: "too much" } },
  ],
  CatchErrors: [
    { input: { amount: 5 }, output: "sold" },
    { input: { amount: 0 }, output: "out of stock" },
    { input: { amount: 500 }, output: "declined: too much" },
    {
      title: "an error that is nobody's",
      input: { amount: 5 },
      tasks: { charge: [errorNamed("Burned", "down")] },
      error: { name: "Burned", message: "down" },
    },
  ],
};
