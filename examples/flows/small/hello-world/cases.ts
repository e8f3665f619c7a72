import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  main: [{ output: "Hello, world!" }, { input: { name: "Ada" }, output: "Hello, Ada!" }],
};
