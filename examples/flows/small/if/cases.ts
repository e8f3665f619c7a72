import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  justIf: [
    { input: { name: "Ada", age: 36 }, output: "welcome, Ada" },
    { input: { name: "Max", age: 9 }, output: "Max" },
  ],
  ifElse: [
    { input: { name: "Ada", age: 36 }, output: { to: "Ada", text: "welcome" } },
    { input: { name: "Max", age: 9 }, output: { to: "parents", text: "Max is here" } },
  ],
  nestedIfs: [
    { input: { name: "Ada", age: 66, member: true }, output: "Ada: half price" },
    { input: { name: "Max", age: 9, member: true }, output: "free" },
    { input: { name: "Eva", age: 40, member: true }, output: "full price" },
    { input: { name: "Eva", age: 40 }, output: "Eva: join us" },
  ],
  enclosedVars: [
    { input: { name: "Ada", age: 66 }, output: { price: 20, told: "nobody", text: "outside" } },
    {
      input: { name: "Ada", age: 66, member: true },
      output: { price: 5, told: "Ada: -15", text: "outside" },
    },
  ],
};
