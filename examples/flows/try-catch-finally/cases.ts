import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const broken = { name: "Broken", message: "cannot act on broken" };

export const cases: FlowCases<typeof flows> = {
  catches: [
    { input: { on: "x" }, output: "x" },
    { input: { on: "broken" }, output: "Broken: cannot act on broken" },
  ],
  cleansUp: [
    { input: { on: "x" }, output: { did: "x" } },
    { input: { on: "broken" }, error: broken },
    { input: { on: "mess" }, error: { name: "Broken", message: "cannot clean up" } },
    {
      title: "an error in finally wins",
      input: { on: "early" },
      tasks: { cleanUp: [new RangeError("r")] },
      error: { name: "RangeError", message: "r" },
    },
  ],
  catchesAndCleansUp: [
    { input: { on: "x" }, output: { result: "x" } },
    { input: { on: "broken" }, output: { result: "Broken" } },
    { input: { on: "mess" }, error: { name: "Broken", message: "cannot clean up" } },
  ],
  catchesOne: [
    { input: { on: "x" }, output: "done" },
    { input: { on: "early" }, output: "not ready" },
    { input: { on: "broken" }, error: broken },
  ],
  nested: [
    { input: { on: "x", next: "y" }, output: ["x"] },
    { input: { on: "broken", next: "y" }, output: ["Broken", "y"] },
    { input: { on: "broken", next: "early" }, output: ["both", "come back later"] },
  ],
  throwsToItself: [
    { input: { on: "x" }, output: "x" },
    { input: { on: "" }, output: "nothing to act on" },
    { input: { on: "broken" }, output: "cannot act on broken" },
  ],
  leavesLoop: [
    { input: { items: ["a", "skip", "b"] }, output: "a..b." },
    { input: { items: ["a", "stop", "b"] }, output: "a.." },
    { input: { items: ["a", "return", "b"] }, output: "returned after a." },
    { input: { items: ["a", "broken", "b"] }, error: broken },
    { input: { items: ["a", "mess", "b"] }, error: { name: "Broken", message: "cannot clean up" } },
    { input: { items: [] }, output: "" },
  ],
};

export const originals: Record<string, Original> = {
  catches: { states: 2, transitions: 1, what: "act, Succeed behind its catcher" },
  cleansUp: { states: 4, transitions: 2, what: "act, 2 x clean up, Fail" },
  catchesAndCleansUp: { states: 2, transitions: 2, what: "act, clean up" },
  catchesOne: { states: 2, transitions: 1, what: "act, Succeed behind its catcher" },
  nested: { states: 3, transitions: 1, what: "act, act, Succeed behind its catcher" },
  throwsToItself: { states: 3, transitions: 2, what: "Choice, act, Succeed" },
  leavesLoop: {
    states: 10,
    transitions: 7,
    what: "Pass, Choice for the turn and the item, act, 5 x clean up, Succeed, Fail",
  },
};
