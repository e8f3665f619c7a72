import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  simpleTry: [{ output: "one done" }, { input: { breaks: true }, output: "caught" }],
  referenceError: [{}, { input: { breaks: true }, output: { name: "Broken", message: "one broke" } }],
  simpleMultipleStatements: [{ output: "two done" }, { input: { breaks: true }, output: "one done" }],
  tryAroundPassState: [{ output: { ok: true } }, { input: { breaks: true }, output: { ok: false } }],
  tryFinally: [
    { output: "one done" },
    { input: { breaks: true }, error: { name: "Broken", message: "one broke" } },
  ],
  tryCatchFinally: [{ output: "one done, finally" }, { input: { breaks: true }, output: "caught, finally" }],
  tryCatchFailState: [
    {},
    { input: { breaks: true }, error: { name: "Broken", message: "the flow gave up" } },
  ],
};
