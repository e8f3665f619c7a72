import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  checkUpload: [
    { input: { bucket: "in", key: "a.pdf" }, output: { key: "a.pdf", pages: 5 } },
    {
      input: { bucket: "in", key: "eicar.pdf" },
      error: { name: "ChecksFailed", message: "Infected: eicar.pdf; now in in-quarantine/eicar.pdf" },
    },
    {
      title: "the other branch fails by itself",
      input: { bucket: "in", key: "a.pdf" },
      tasks: { readMetadata: [new TypeError("no header")] },
      error: { name: "ChecksFailed", message: "TypeError: no header; now in in-quarantine/a.pdf" },
    },
  ],
};

export const originals: Record<string, Original> = {
  checkUpload: {
    states: 8,
    transitions: 5,
    what: "Parallel, scan, Choice, Fail, Succeed, read, quarantine, Fail",
  },
};
