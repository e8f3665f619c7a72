import { errorNamed, type FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  simple: [
    { output: { first: 3, second: 5 } },
    {
      title: "a branch that fails",
      tasks: {
        ask: (input) => {
          if (JSON.stringify(input).includes("seven")) throw errorNamed("Closed", "until monday");
          return 1;
        },
      },
      error: { name: "Closed", message: "until monday" },
    },
  ],
  enclosedVariables: [
    { input: { shop: "kk" }, output: ["kk:6", "kk:south"] },
    { input: { shop: "north" }, output: ["north:6", "no second offer"] },
  ],
};
