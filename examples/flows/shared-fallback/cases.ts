import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { day: "2026-03-01" };

export const cases: FlowCases<typeof flows> = {
  dailyImport: [
    { input, output: { day: "2026-03-01", rows: 18 } },
    {
      title: "extract fails",
      input,
      tasks: { extract: [new RangeError("no such day")] },
      error: { name: "PipelineFailed", message: "extract of 2026-03-01: RangeError" },
    },
    {
      title: "transform fails",
      input,
      tasks: { transform: [new Error("bad line")] },
      error: { name: "PipelineFailed", message: "transform of 2026-03-01: Error" },
    },
    {
      title: "load fails, and telling somebody works the second time",
      input,
      tasks: { load: [new Error("full")], notifyOnCall: [new Error("busy"), null] },
      error: { name: "PipelineFailed", message: "load of 2026-03-01: Error" },
    },
  ],
};

export const originals: Record<string, Original> = {
  dailyImport: { states: 5, transitions: 3, what: "3 tasks whose catchers say which they are, notify, Fail" },
};
