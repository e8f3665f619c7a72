import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const invalid = (message: string) => ({ name: "InvalidOrder", message });

export const cases: FlowCases<typeof flows> = {
  checkArgumentType: [
    { input: { amount: 2, unit: "kg" }, output: { amount: 2, unit: "kg" } },
    { input: { unit: "kg" }, error: invalid("amount has to be a number") },
    { input: { amount: "2", unit: "kg" }, error: invalid("amount has to be a number") },
    { input: { amount: 2, unit: null }, error: invalid("unit has to be a text") },
  ],
  checkArgumentTypeProvideDefault: [
    { output: { checked: 1, given: "pieces" } },
    { input: { amount: 0, unit: "" }, output: { checked: 0, given: "" } },
    { input: { amount: [3], unit: { kg: 1 } }, output: { checked: 1, given: "pieces" } },
  ],
  checkArgumentRange: [
    { input: { amount: 1 }, output: 1 },
    { input: { amount: 100 }, output: 100 },
    { input: { amount: 0 }, error: invalid("0 is less than 1") },
    { input: { amount: 101 }, error: invalid("more than 100") },
    { input: { amount: 1.5 }, error: invalid("only whole pieces") },
  ],
};
