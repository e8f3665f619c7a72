import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { motion: "m1", members: ["ada", "bob", "eve"], quorum: 2 };

export const cases: FlowCases<typeof flows> = {
  vote: [
    {
      title: "two votes are enough",
      input,
      tasks: { askForVote: [{ votes: 1 }, { votes: 2 }, { votes: 2 }] },
      output: { minutes: "m1: carried" },
    },
    { title: "one is not", input, tasks: { askForVote: [{ votes: 1 }] }, output: { minutes: "m1: lost" } },
    {
      title: "another error is no vote",
      input,
      tasks: { askForVote: [{ votes: 1 }, new Error("line is dead")] },
      error: { name: "Error", message: "line is dead" },
    },
  ],
};

export const originals: Record<string, Original> = {
  vote: { states: 14, transitions: 11, what: "Parallel, 3 x (ask, Choice, Fail, Succeed), close" },
};
