import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const look = { id: "1", tool: "read", path: "src/a.ts" };
const change = { id: "2", tool: "write", path: "src/a.ts" };

export const cases: FlowCases<typeof flows> = {
  codingAgent: [
    { input: { issue: "bug-7" }, output: { url: "https://git.example.com/bug-7", turns: 1 } },
    {
      title: "it looks, changes, and is done",
      input: { issue: "bug-7" },
      tasks: {
        askModel: [
          { text: "let me look", calls: [look] },
          { text: "and mend it", calls: [change, look] },
          { text: "mended", calls: [] },
        ],
      },
      output: { url: "https://git.example.com/bug-7", turns: 3 },
    },
    {
      title: "a tool that fails is told to the model",
      input: { issue: "bug-7" },
      tasks: {
        askModel: [
          { text: "let me look", calls: [look] },
          { text: "not there", calls: [] },
        ],
        runTool: [new Error("no such file")],
      },
      output: { url: "https://git.example.com/bug-7", turns: 2 },
    },
    {
      title: "it does not come to an end",
      input: { issue: "bug-7", maxTurns: 3 },
      tasks: { askModel: [{ text: "again", calls: [look] }] },
      error: { name: "TooManyTurns", message: "bug-7: 3" },
    },
  ],
};

export const originals: Record<string, Original> = {
  codingAgent: {
    states: 8,
    transitions: 6,
    what: "Pass, ask, Choice, open, Fail, Map, run tool, Pass behind its catcher",
  },
};
