import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  processListing: [
    { input: { prefix: "a/" }, output: { pages: 2, total: 3 } },
    {
      title: "one empty page",
      input: { prefix: "none/" },
      tasks: { listPage: [{ keys: [] }] },
      output: { pages: 1, total: 0 },
    },
    {
      title: "a page cannot be worked through",
      input: { prefix: "a/" },
      tasks: { processKeys: [{ processed: 2 }, new Error("unreadable")] },
      error: { name: "Error", message: "unreadable" },
    },
  ],
};

export const originals: Record<string, Original> = {
  processListing: {
    states: 5,
    transitions: 5,
    what: "Pass for the first token, list, process, Choice, Succeed",
  },
};
