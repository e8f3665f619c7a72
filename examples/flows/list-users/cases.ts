import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  remindUsers: [
    { input: { awayDays: 30 }, output: { seen: 2, reminded: ["bob"] } },
    { input: { awayDays: 1 }, output: { seen: 2, reminded: ["ada", "bob"] } },
    {
      title: "nobody",
      input: { awayDays: 1 },
      tasks: { listUsers: [{ users: [] }] },
      output: { seen: 0, reminded: [] },
    },
    {
      title: "a mail that is not sent does not count",
      input: { awayDays: 1 },
      tasks: { remindUser: [{ sent: false }, { sent: true }] },
      output: { seen: 2, reminded: ["bob"] },
    },
    {
      title: "an error ends it",
      input: { awayDays: 30 },
      tasks: { remindUser: [new Error("no mail today")] },
      error: { name: "Error", message: "no mail today" },
    },
  ],
};

export const originals: Record<string, Original> = {
  remindUsers: { states: 16, what: "ts2asl's snapshot of pagination: listUsers" },
};
