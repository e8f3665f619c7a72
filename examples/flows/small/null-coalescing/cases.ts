import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const all = { name: "Ada", nick: "A", retries: 0, nested: { color: "red" } };
const nulls = { name: null, nick: null, retries: null, nested: {} };

export const cases: FlowCases<typeof flows> = {
  nullCoalescing: [
    { input: all, output: { shown: "A", count: 0, chosen: "A" } },
    { input: { name: "Ada" }, output: { shown: "Ada", count: null, chosen: "Ada" } },
    { input: nulls, output: { shown: null, count: null, chosen: null } },
  ],
  nullCoalescingWithLiteral: [
    { input: all, output: { name: "Ada", retries: 0, both: [0, "Ada"] } },
    { input: nulls, output: { name: "nobody", retries: 3, both: [0, ""] } },
    { input: { name: "" }, output: { name: "", retries: 3, both: [0, ""] } },
  ],
  nullCoalescingWithinExpression: [
    { input: all, output: 0 },
    { input: { retries: 2, nick: "" }, output: 0 },
    { input: { retries: 2, name: "Ada" }, output: 3 },
    { input: nulls, output: 0 },
  ],
  nestedNullCoalescing: [
    { input: all, output: "A" },
    { input: { name: "Ada" }, output: "Ada" },
    { input: { nested: { color: "red" } }, output: "red" },
    { input: nulls, output: "nothing" },
    { output: "nothing" },
  ],
  nullCoalescingWithinStringFormat: [
    { input: all, output: "A (Ada) tries 1 times in red" },
    { input: nulls, output: "nobody (?) tries 1 times in white" },
    { input: { name: "Ada", retries: 2 }, output: "Ada (Ada) tries 3 times in white" },
  ],
};

/** Of ts2asl. */
export const originals = {
  nullCoalescingWithinStringFormat: { states: 15 },
  nullCoalescing: { states: 13 },
};
