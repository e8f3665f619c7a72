import type { FlowCases, Original } from "../testing/flow-case.ts";
import { LockTaken } from "./flows.ts";
import type * as flows from "./flows.ts";

const taken = new LockTaken("by somebody");

const input = { database: "users", owner: "release-12" };

export const cases: FlowCases<typeof flows> = {
  migrateDatabase: [
    { input, output: { database: "users", version: 5 } },
    {
      title: "free the third time",
      input,
      tasks: { acquireLock: [taken, taken, { held: "now" }] },
      output: { database: "users", version: 5 },
    },
    {
      title: "never free: nothing to give back",
      input: { ...input, patience: 2 },
      tasks: { acquireLock: [taken] },
      error: { name: "GaveUp", message: "migration/users is taken" },
    },
    {
      title: "the work fails: the lock is given back",
      input,
      tasks: { migrate: [new Error("syntax")] },
      error: { name: "Error", message: "syntax" },
    },
    {
      title: "the lock cannot be asked for",
      input,
      tasks: { acquireLock: [new Error("no connection")] },
      error: { name: "Error", message: "no connection" },
    },
  ],
};

export const originals: Record<string, Original> = {
  migrateDatabase: {
    states: 9,
    transitions: 4,
    what: "Pass, acquire, Choice, Wait, Fail, migrate, 2 x release, Fail",
  },
};
