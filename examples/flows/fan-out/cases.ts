import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const message = { subject: "Maintenance", body: "on Sunday" };

export const cases: FlowCases<typeof flows> = {
  announce: [
    {
      input: { topic: "ops", message },
      output: {
        ids: ["mail a@ops.example.com", "mail b@ops.example.com", "text +1-3"],
        key: "ops/Maintenance",
      },
    },
    {
      title: "nobody to tell",
      input: { topic: "ops", message },
      tasks: { listAudience: [{ mails: [], phones: [] }] },
      output: { ids: [], key: "ops/Maintenance" },
    },
    {
      title: "a long message is cut for phones",
      input: { topic: "ops", message: { subject: "s", body: "x".repeat(300) } },
      tasks: { listAudience: [{ mails: [], phones: ["+1"] }] },
      output: { ids: ["text +1"], key: "ops/s" },
    },
    {
      title: "a channel fails",
      input: { topic: "ops", message },
      tasks: { sendText: [new Error("no coverage")] },
      error: { name: "Error", message: "no coverage" },
    },
  ],
};

export const originals: Record<string, Original> = {
  announce: { states: 7, transitions: 7, what: "list, Parallel, 2 x (Map, send), archive" },
};
