import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  greet: [
    {
      input: { id: "ada" },
      output: { text: "Hello ada of nowhere!", label: "no fallback for ada", hasAddress: false },
    },
    {
      title: "nobody is found",
      input: { id: "", fallback: "you", greeting: "Hi" },
      output: { text: "Hi you of nowhere!", label: "you", hasAddress: false },
    },
    {
      title: "nobody is found, nothing is given",
      input: { id: "", fallback: null },
      output: { text: "Hello stranger of nowhere!", label: "no fallback for nobody", hasAddress: false },
    },
    {
      title: "an address without a city",
      input: { id: "x" },
      tasks: { findCustomer: [{ name: null, address: { city: null } }] },
      output: { text: "Hello stranger of nowhere!", label: "no fallback for nobody", hasAddress: true },
    },
    {
      title: "a whole address; an empty name is a name",
      input: { id: "x" },
      tasks: { findCustomer: [{ name: "", address: { city: "Turin" } }] },
      output: { text: "Hello  of Turin!", label: "no fallback for ", hasAddress: true },
    },
    {
      title: "no address at all",
      input: { id: "x" },
      tasks: { findCustomer: [{ name: "eve", address: null }] },
      output: { text: "Hello eve of nowhere!", label: "no fallback for eve", hasAddress: false },
    },
  ],
};

export const originals: Record<string, Original> = {
  greet: { states: 15, what: "ts2asl's snapshot of null-coalescing: nullCoalescingWithinStringFormat" },
};
