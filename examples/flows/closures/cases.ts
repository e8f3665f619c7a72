import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  paintFloor: [
    {
      input: { rows: ["a", "b"], columns: [1, 2], palette: ["red", "blue"] },
      output: {
        prefix: "floor of 2 by 2",
        floor: [
          ["floor of 2 by 2/a/1:blue", "floor of 2 by 2/a/2:red"],
          ["floor of 2 by 2/b/1:red", "floor of 2 by 2/b/2:blue"],
        ],
      },
    },
    {
      title: "one tile",
      input: { rows: ["a"], columns: [0], palette: ["red"] },
      output: { prefix: "floor of 1 by 1", floor: [["floor of 1 by 1/a/0:red"]] },
    },
    {
      input: { rows: ["a"], columns: [], palette: ["red"] },
      output: { prefix: "floor of 1 by 0", floor: [[]] },
    },
  ],
};

export const originals: Record<string, Original> = {
  paintFloor: { states: 3, transitions: 3, what: "Map, Map, task" },
};
