import { sleep } from "acme-engine";

import { errorNamed, type FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  waitForTaskToken: [
    { input: { text: "?" }, callback: [{ approved: true, by: "Ada" }], output: "approved by Ada" },
    { input: { text: "?" }, callback: [{ approved: false, by: "Ada" }], output: "declined" },
    {
      title: "somebody says that it cannot be answered",
      input: { text: "?" },
      callback: [errorNamed("Unclear", "what?")],
      error: { name: "Unclear", message: "what?" },
    },
    {
      title: "nobody answers",
      input: { text: "?" },
      callback: async () => {
        await sleep({ hours: 2 });
        return { approved: true, by: "Ada" };
      },
      error: "States.Timeout",
    },
  ],
};
