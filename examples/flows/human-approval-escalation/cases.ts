import { sleep } from "acme-engine";

import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { id: "c7", summary: "new index" };

export const cases: FlowCases<typeof flows> = {
  approveChange: [
    {
      title: "the owner approves",
      input,
      callback: [{ approved: true, by: "owner" }],
      output: { id: "c7", applied: true, by: "owner", escalated: false, version: "v-c7" },
    },
    {
      title: "the owner refuses",
      input,
      callback: [{ approved: false, by: "owner" }],
      output: { id: "c7", applied: false, by: "owner", escalated: false },
    },
    {
      title: "the owner does not answer, the one on duty does",
      input,
      callback: async (_asked, count) => {
        if (count === 0) await sleep({ days: 2 });
        return { approved: true, by: "on-call" };
      },
      output: { id: "c7", applied: true, by: "on-call", escalated: true, version: "v-c7" },
    },
    {
      title: "nobody answers",
      input,
      callback: async () => {
        await sleep({ days: 2 });
      },
      error: "States.Timeout",
    },
    {
      title: "the answer is an error of another kind",
      input,
      callback: [errorNamed("ChatDown", "no connection")],
      error: { name: "ChatDown", message: "no connection" },
    },
  ],
};

export const originals: Record<string, Original> = {
  approveChange: {
    states: 5,
    transitions: 3,
    what: "ask the owner, ask the one on duty, Choice, apply, Succeed",
  },
};
