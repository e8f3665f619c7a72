import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  sharedCases: [
    { input: { day: "saturday" }, output: { done: "rest" } },
    { input: { day: "sunday" }, output: { done: "rest" } },
    { input: { day: "friday" }, output: { done: "clean up" } },
    { input: { day: "monday" }, output: { done: "work" } },
  ],
  upgrade: [
    { input: { version: 1 }, output: { version: 4, upgraded: true } },
    { input: { version: 2 }, output: { version: 4, upgraded: true } },
    { input: { version: 3 }, output: { version: 4, upgraded: true } },
    { input: { version: 4 }, output: { version: 4, upgraded: false } },
    {
      title: "a step fails",
      input: { version: 2 },
      tasks: { run: [{ done: "2 to 3" }, new Error("no")] },
      error: { name: "Error", message: "no" },
    },
  ],
  intoDefault: [
    { input: { plan: "gold" }, output: { plan: "gold", features: ["phone", "chat", "mail"] } },
    { input: { plan: "silver" }, output: { plan: "silver", features: ["chat", "mail"] } },
    { input: { plan: "" }, output: { plan: "", features: ["mail"] } },
  ],
  outOfDefault: [
    { input: { level: "error" }, output: "E" },
    { input: { level: "info" }, output: "I" },
    { input: { level: "debug" }, output: "D" },
    { input: { level: "loud" }, output: "?I" },
  ],
  inLoop: [
    {
      input: { commands: ["step", "skip", "deeper", "dance", "stop", "step"] },
      output: { depth: 1, done: ["step 0", ".", "deeper 1", ".", "."] },
    },
    { input: { commands: [] }, output: { depth: 0, done: [] } },
    { input: { commands: ["skip", "deeper"] }, output: { depth: 1, done: ["deeper 1", "."] } },
  ],
};

export const originals: Record<string, Original> = {
  sharedCases: { states: 4, transitions: 2, what: "Choice, 3 tasks" },
  upgrade: { states: 5, transitions: 4, what: "Choice, 3 tasks, Succeed" },
  intoDefault: { states: 1, transitions: 1, what: "Pass" },
  outOfDefault: { states: 1, transitions: 1, what: "Pass" },
  inLoop: { states: 5, transitions: 5, what: "Pass, Choice for the turn and the cases, task, 2 Succeed" },
};
