import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  concatStrings: [
    {
      input: { first: "Ada", last: "Lovelace", age: 36 },
      output: { name: "Ada Lovelace", line: "Ada Lovelace, 37 next year.", initials: "A.L." },
    },
  ],
  numbers: [
    {
      input: { a: 7, b: 2 },
      output: {
        sum: 9,
        scaled: 17.5,
        rest: 1,
        power: 49,
        negative: -7,
        rounded: 18,
        floor: 17,
        ceil: 18,
        max: 7,
        absolute: 5,
        grouped: 45,
        constant: 2000.5,
      },
    },
    {
      input: { a: -4, b: 2 },
      output: {
        sum: -2,
        scaled: -4.5,
        rest: -1,
        power: 16,
        negative: 4,
        rounded: -4,
        floor: -5,
        ceil: -4,
        max: 2,
        absolute: 6,
        grouped: 12,
        constant: 2000.5,
      },
    },
  ],
  booleans: [
    {
      input: { a: true, b: false },
      output: {
        and: false,
        or: true,
        not: false,
        xor: true,
        same: false,
        nand: true,
        both: [true, false],
        literal: true,
      },
    },
    {
      input: { a: true, b: true },
      output: {
        and: true,
        or: true,
        not: false,
        xor: false,
        same: true,
        nand: false,
        both: [false, false],
        literal: true,
      },
    },
  ],
  parameters: [
    { input: { id: "x" }, output: { id: "x", note: "none", deep: 1, head: "empty", tail: [], others: {} } },
    {
      input: { id: "x", note: null, nested: { deep: 2 }, list: ["a", "b", "c"], other: true },
      output: { id: "x", note: null, deep: 2, head: "a", tail: ["b", "c"], others: { other: true } },
    },
  ],
};
