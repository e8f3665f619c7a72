import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  findDocument: [
    { input: { document: "old-7" }, output: { document: "old-7", shelf: "archive/old-7" } },
    { input: { document: "new-7" }, output: { document: "new-7", shelf: "office/new-7" } },
    { input: { document: "lost-7" }, error: { name: "NotFound", message: "lost-7" } },
    {
      title: "a search that fails fails all",
      input: { document: "lost-7" },
      tasks: { searchArchive: [new Error("fire")] },
      error: { name: "Error", message: "fire" },
    },
  ],
};

export const originals: Record<string, Original> = {
  findDocument: {
    states: 11,
    transitions: 8,
    what: "Parallel, 2 x (search, Choice, Fail, Succeed), Succeed, Fail",
  },
};
