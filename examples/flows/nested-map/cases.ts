import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  stocktaking: [
    {
      input: {
        shops: [
          { name: "north", shelves: ["a", "bb"], staff: ["ann"] },
          { name: "south", shelves: [], staff: ["bob", "eve"] },
        ],
      },
      output: {
        reports: [
          { shop: "north", items: 13, hours: 24 },
          { shop: "south", items: 0, hours: 48 },
        ],
      },
    },
    { input: { shops: [] }, output: { reports: [] } },
    {
      title: "a shelf that cannot be counted",
      input: { shops: [{ name: "north", shelves: ["a"], staff: [] }] },
      tasks: { countShelf: [new Error("dark")] },
      error: { name: "Error", message: "dark" },
    },
  ],
};

export const originals: Record<string, Original> = {
  stocktaking: { states: 6, transitions: 6, what: "Map, Parallel, 2 Map, 2 tasks" },
};
