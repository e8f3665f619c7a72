import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { id: "e1", amount: 120, reason: "train" };

export const cases: FlowCases<typeof flows> = {
  expense: [
    {
      title: "approved",
      input,
      callback: [{ approved: true, by: "eve" }],
      output: { transfer: "e1:120", approvedBy: "eve" },
    },
    {
      title: "rejected",
      input,
      callback: [{ approved: false, by: "eve", comment: "first class?" }],
      error: { name: "Rejected", message: "eve: first class?" },
    },
    {
      title: "rejected without a word",
      input,
      callback: [{ approved: false, by: "eve" }],
      error: { name: "Rejected", message: "eve: no comment" },
    },
    {
      title: "nobody could be asked",
      input,
      tasks: { askManager: [new Error("mail is down")] },
      error: { name: "Error", message: "mail is down" },
    },
  ],
};

export const originals: Record<string, Original> = {
  expense: { states: 5, transitions: 3, what: "ask with a token, Choice, pay, tell, Fail" },
};
