import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  IfStatementWithInKeyword: [
    { input: { payment: { card: { number: "42" } } }, output: "charged 42" },
    { input: { payment: { iban: "CH1" } }, output: "charged CH1" },
    { input: { payment: {} }, output: "nothing to charge" },
  ],
};
