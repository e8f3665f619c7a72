import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  replayDay: [
    { input: { day: "2026-02-03", bus: "test" }, output: { day: "2026-02-03", sent: 3 } },
    {
      title: "sixty times as fast",
      input: { day: "2026-02-03", bus: "test", speed: 60 },
      output: { day: "2026-02-03", sent: 3 },
    },
    {
      title: "nothing was recorded",
      input: { day: "2026-02-03", bus: "test" },
      tasks: { readRecording: [{ events: [] }] },
      output: { day: "2026-02-03", sent: 0 },
    },
    {
      title: "the bus is gone",
      input: { day: "2026-02-03", bus: "none" },
      tasks: {
        readRecording: [{ events: [{ at: "2026-02-03T08:00:00Z", type: "opened", detail: "door 1" }] }],
        "aws.events.putEvents": [new Error("no such bus")],
      },
      error: { name: "Error", message: "no such bus" },
    },
  ],
};

export const originals: Record<string, Original> = {
  replayDay: { states: 4, transitions: 4, what: "read, Map, Wait, putEvents" },
};
