import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  storeSetting: [
    { input: { key: "k", setting: "dark" }, output: { kind: "string", stored: "k=dark" } },
    { input: { key: "k", setting: "" }, output: { kind: "string", stored: "k=" } },
    { input: { key: "k", setting: 1.5 }, output: { kind: "number", stored: "k=1.5" } },
    { input: { key: "k", setting: 0 }, output: { kind: "number", stored: "k=0" } },
    { input: { key: "k", setting: false }, output: { kind: "boolean", stored: "k=off" } },
    { input: { key: "k", setting: true }, output: { kind: "boolean", stored: "k=on" } },
    { input: { key: "k", setting: null }, output: { kind: "null", stored: "k=" } },
    { input: { key: "k" }, output: { kind: "undefined", stored: "k=unset" } },
    { input: { key: "k", setting: ["a", "b"] }, output: { kind: "list", stored: "k=a,b" } },
    { input: { key: "k", setting: { seconds: 5 } }, output: { kind: "duration", stored: "k=5s" } },
    {
      title: "it cannot be stored",
      input: { key: "k", setting: 1 },
      tasks: { storeSetting: [new Error("read only")] },
      error: { name: "Error", message: "read only" },
    },
  ],
};

export const originals: Record<string, Original> = {
  storeSetting: { states: 1, transitions: 1, what: "task" },
};
