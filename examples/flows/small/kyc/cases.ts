import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const customer = { id: "c1", name: "Ada", address: { street: "Aarestrasse", city: "Bern" } };

export const cases: FlowCases<typeof flows> = {
  main: [
    { input: { customer }, output: { id: "c1", approved: true } },
    { input: { customer: { ...customer, id: "" } }, output: { id: "", approved: false } },
    {
      input: { customer: { ...customer, address: { street: "", city: "Bern" } } },
      output: { id: "c1", approved: false },
    },
  ],
};
