import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const ada = { name: "Ada", address: { city: "Bern", geo: { lat: 46.9, lon: 7.4 } } };

export const cases: FlowCases<typeof flows> = {
  returnOptionalChain: [{}, { input: { person: {} } }, { input: { person: ada }, output: "Ada" }],
  returnLongerChain: [
    {},
    { input: { person: ada }, output: 46.9 },
    { input: { person: { address: { geo: null }, friends: [] } } },
    { input: { person: { friends: [ada] } }, output: 46.9 },
  ],
  assignOptionalChain: [
    { output: { friend: "nobody", letters: 0 } },
    { input: { person: ada }, output: { city: "Bern", friend: "nobody", letters: 4, loud: "BERN" } },
    { input: { person: { friends: [ada] } }, output: { friend: "Ada", letters: 0 } },
  ],
};
