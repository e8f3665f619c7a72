import type { HistoryEvent } from "@acme-engine/asl";
import { expect, test } from "vitest";

import { decodeEvents, encodeEvents } from "./history-text.ts";

const truncated = { truncated: false };

function entered(id: number, name: string, input: string): HistoryEvent {
  return {
    id,
    previousEventId: id - 1,
    timestamp: 1_767_225_600_000 + id,
    type: "PassStateEntered",
    stateEnteredEventDetails: { name, input, inputDetails: truncated },
  };
}

function exited(id: number, name: string, output: string, assigned?: object): HistoryEvent {
  return {
    id,
    previousEventId: id - 1,
    timestamp: 1_767_225_600_000 + id,
    type: "PassStateExited",
    stateExitedEventDetails: { name, output, outputDetails: truncated, ...assigned },
  };
}

test.each<[string, HistoryEvent[]]>([
  ["a state's coming and going", [entered(2, "Step", '{"a":1}'), exited(3, "Step", '{"a":1,"b":2}')]],
  ["payloads that stay the same", [entered(7, "A", "{}"), exited(8, "A", "{}"), entered(9, "B", "{}")]],
  ["a payload that its sender wrote over lines", [entered(1, "A", '{\n\t"a": 1\n}'), exited(2, "A", "1")]],
  ["a payload with tabs", [entered(1, "A", '{\t"a":\t1}'), exited(2, "A", '{\t"a":\t1}')]],
  ["a payload that is an empty string", [entered(1, "A", '""'), exited(2, "A", '""')]],
  ["a name with a tab and one with a line break", [entered(1, "A\tB", "{}"), entered(2, "A\nB", "{}")]],
  [
    "variables",
    [
      exited(4, "A", "1", { assignedVariables: { x: "1" }, assignedVariablesDetails: truncated }),
      exited(5, "A", "1"),
    ],
  ],
  [
    "times and places that do not follow each other",
    [
      { ...entered(5, "A", "1"), timestamp: 10, previousEventId: 2 },
      { id: 6, previousEventId: 0, timestamp: 20, type: "WaitStateAborted" },
      { ...exited(7, "A", "1"), timestamp: 20, previousEventId: 0 },
      { ...exited(8, "A", "1"), timestamp: 20 },
    ],
  ],
  [
    "iterations",
    [
      {
        id: 5,
        previousEventId: 3,
        timestamp: 1,
        type: "MapIterationStarted",
        mapIterationStartedEventDetails: { name: "Each", index: 12 },
      },
      {
        id: 6,
        previousEventId: 5,
        timestamp: 2,
        type: "MapIterationFailed",
        mapIterationFailedEventDetails: { name: "Each\t", index: 12 },
      },
    ],
  ],
  [
    "anything else",
    [
      { id: 1, previousEventId: 0, timestamp: 1, type: "ExecutionStarted", executionStartedEventDetails: {} },
      { id: 2, previousEventId: 0, timestamp: 1, type: "MapStateFailed" },
    ],
  ],
])("%s come back as they were", (_, events) => {
  expect(decodeEvents(encodeEvents(events), events[0]?.id ?? 0)).toEqual(events);
});

test("a JSON array of an earlier engine is read too", () => {
  const events = [entered(2, "Step", "{}"), exited(3, "Step", "{}")];
  expect(decodeEvents(JSON.stringify(events), 2)).toEqual(events);
});
