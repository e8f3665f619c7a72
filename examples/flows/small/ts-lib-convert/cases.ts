import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  convertStringToNumber: [
    { input: { text: "41" }, output: { number: 41, next: 42 } },
    { input: { text: "-0.5" }, output: { number: -0.5, next: 0.5 } },
    { input: { text: "1e3" }, output: { number: 1000, next: 1001 } },
  ],
  convertStringToBoolean: [
    { input: { text: "true" }, output: { filled: true, said: true } },
    { input: { text: "false" }, output: { filled: true, said: false } },
    { input: { text: "" }, output: { filled: false, said: false } },
  ],
};
