import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  listUsers: [
    { output: ["a", "c"] },
    { tasks: { list: [{ users: [] }] }, output: [] },
    {
      tasks: {
        list: [
          { users: [{ id: "x", active: true }], nextToken: "1" },
          { users: [], nextToken: "2" },
          { users: [{ id: "y", active: true }], nextToken: "" },
        ],
      },
      output: ["x", "y"],
    },
  ],
  doSomething: [{ input: { id: "a" }, output: { id: "a", text: "invited a" } }],
};

/** Of ts2asl. */
export const originals = {
  listUsers: { states: 16 },
};
