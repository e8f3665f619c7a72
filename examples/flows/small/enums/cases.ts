import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  compareEnum: [
    { input: { priority: 2 }, output: "now" },
    { input: { priority: 1 }, output: "soon" },
    { input: { priority: 0 }, output: 0 },
  ],
  compareStringEnum: [
    { input: { state: "OPEN" }, output: { next: "PAID" } },
    { input: { state: "PAID" }, output: { next: "SHIPPED" } },
    { input: { state: "SHIPPED" }, output: { next: null } },
  ],
};
