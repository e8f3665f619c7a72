import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  checkStation: [
    {
      input: { station: "s1", limit: 40 },
      output: {
        station: "s1",
        results: [
          { sensor: "s1/roof", alarm: "alarm-s1/roof" },
          { sensor: "s1/cellar", key: "s1/cellar=12" },
        ],
      },
    },
    {
      title: "no readings",
      input: { station: "s1", limit: 40 },
      tasks: { listReadings: [{ readings: [] }] },
      output: { station: "s1", results: [] },
    },
    {
      title: "one that fails fails all",
      input: { station: "s1", limit: 40 },
      tasks: { storeReading: [new Error("disk full")] },
      error: { name: "Error", message: "disk full" },
    },
  ],
};

export const originals: Record<string, Original> = {
  checkStation: { states: 5, transitions: 4, what: "list, Map, Choice, 2 tasks" },
};
