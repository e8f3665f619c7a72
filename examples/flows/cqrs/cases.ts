import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const views = ["list", "search"];

export const cases: FlowCases<typeof flows> = {
  handleCommand: [
    {
      input: { type: "create", id: "a1", name: "Ada", views },
      output: {
        event: "created a1 as Ada",
        updated: [
          { view: "list", events: 17 },
          { view: "search", events: 17 },
        ],
      },
    },
    {
      input: { type: "rename", id: "a1", name: "Eve", views: ["list"] },
      output: { event: "renamed a1 to Eve", updated: [{ view: "list", events: 17 }] },
    },
    { input: { type: "delete", id: "a1", views: [] }, output: { event: "deleted a1", updated: [] } },
    {
      input: { type: "explode", id: "a1", views },
      error: { name: "UnknownCommand", message: "explode of a1" },
    },
    {
      title: "a view that cannot be updated",
      input: { type: "delete", id: "a1", views },
      tasks: { updateView: [new Error("down")] },
      error: { name: "Error", message: "down" },
    },
  ],
};

export const originals: Record<string, Original> = {
  handleCommand: { states: 7, transitions: 4, what: "Choice, 3 commands, Fail, Map, update" },
};
