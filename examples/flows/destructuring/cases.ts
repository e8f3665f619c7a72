import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  migrateProfile: [
    { input: { id: "u1" }, output: { own: "u1", version: 2, by: "nobody" } },
    {
      input: { id: "u1", options: { dryRun: true } },
      output: {
        own: "u1",
        first: "anonymous",
        last: "?",
        main: "new",
        others: ["eu"],
        settings: { theme: "dark" },
        by: "nobody",
      },
    },
    {
      title: "nothing but a name",
      input: { id: "u1", options: { dryRun: true, by: "eve" } },
      tasks: { loadProfile: [{ id: "other", name: { first: "Ada" }, tags: [] }] },
      output: { own: "other", first: "Ada", last: "?", main: "none", others: [], settings: {}, by: "eve" },
    },
    {
      title: "the rest is saved",
      input: { id: "u1", options: {} },
      tasks: {
        loadProfile: [{ id: "abc", name: { first: "A", last: "B" }, tags: ["x", "y", "z"], beta: false }],
      },
      output: { own: "abc", version: 3, by: "nobody" },
    },
  ],
};

export const originals: Record<string, Original> = {
  migrateProfile: { states: 4, transitions: 3, what: "load, Choice, save, Succeed" },
};
