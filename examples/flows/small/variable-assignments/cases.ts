import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const kinds = { text: "x", number: 1, flag: false, list: ["a"], object: { a: 1 }, nothing: null };
const types = {
  text: "string",
  number: "number",
  flag: "boolean",
  list: "object",
  object: "object",
  nothing: "object",
  missing: "undefined",
  anything: "undefined",
  literal: "string",
  computed: "number",
  template: "string",
  compared: "boolean",
  element: "string",
  property: "number",
  isText: true,
  isNoText: true,
  told: "missing",
};

export const cases: FlowCases<typeof flows> = {
  literals: [
    {
      output: {
        text: "text",
        number: 0.42,
        yes: true,
        nothing: null,
        list: [1, "two", [3], { four: 4 }],
        object: { a: { b: { c: "deep" } }, "not a name": 1, text: "text" },
      },
    },
  ],
  typeOfExpressions: [
    { input: kinds, output: types },
    {
      input: { ...kinds, missing: "here", anything: "x" },
      output: { ...types, missing: "string", anything: "string", told: "a text" },
    },
    {
      input: { ...kinds, list: [], object: {}, anything: 7 },
      output: { ...types, element: "undefined", property: "undefined", anything: "number", told: "a number" },
    },
    { input: { ...kinds, anything: true }, output: { ...types, anything: "boolean", told: "a truth" } },
    { input: { ...kinds, anything: null }, output: { ...types, anything: "object", told: "nothing" } },
    { input: { ...kinds, anything: [] }, output: { ...types, anything: "object", told: "an object" } },
  ],
  binaryExpression: [
    {
      input: { a: 7, b: 2, text: "hello" },
      output: {
        sum: 9,
        difference: 5,
        product: 14,
        quotient: 1.75,
        remainder: 1,
        power: 4,
        joined: "hello!7",
        less: false,
        lessOrEqual: false,
        greater: true,
        greaterOrEqual: true,
        equal: false,
        different: true,
        before: true,
        and: true,
        or: false,
        either: "hello",
        present: "hello",
        negative: -7,
        not: false,
        grouped: 72,
        counter: 13,
      },
    },
    {
      input: { a: -3, b: 200, text: "" },
      output: {
        sum: 197,
        difference: -203,
        product: -600,
        quotient: -0.75,
        remainder: 0,
        power: 40_000,
        joined: "!-3",
        less: true,
        lessOrEqual: true,
        greater: false,
        greaterOrEqual: false,
        equal: false,
        different: true,
        before: true,
        and: false,
        or: true,
        either: "empty",
        present: "",
        negative: 3,
        not: true,
        grouped: 38_612,
        counter: -403,
      },
    },
  ],
  arrayWithIdentifiers: [
    {
      input: { first: "one", second: ["a", "b"] },
      output: ["one", ["a", "b"], 3, ["one", 3], [["a", "b"]], { first: "one" }, "a", "b"],
    },
    { input: { first: "", second: [] }, output: ["", [], 0, ["", 0], [[]], { first: "" }] },
  ],
  unassignedVariable: [
    { output: { length: -1, isUnassigned: true } },
    { input: { text: "abc" }, output: { length: 3, isUnassigned: true } },
  ],
  assignmentToUndefined: [
    { input: { text: "a" }, output: { before: "a", isUndefined: true, value: "none" } },
  ],
  assignmentToNull: [{ input: { text: "a" }, output: { before: "a", isNull: true, value: null } }],
  arrayIndexer: [
    {
      input: {
        list: ["a", "b", "c"],
        grid: [
          [1, 2],
          [3, 4],
        ],
        index: 1,
      },
      output: { first: "a", at: "b", last: "c", cell: 4, outside: "outside" },
    },
    {
      input: { list: [], grid: [], index: 0 },
      output: { first: null, at: null, last: null, cell: null, outside: "outside" },
    },
    {
      input: { list: ["a"], grid: [[1]], index: -1 },
      output: { first: "a", at: null, last: "a", cell: null, outside: "outside" },
    },
  ],
  functions: [
    { input: { list: [] }, output: { doubled: 4, added: [], described: [] } },
    {
      input: { list: [1, 2] },
      output: { doubled: 4, added: [11, 12], described: ["value: 22", "value: 24"] },
    },
  ],
};

/** Of ts2asl. */
export const originals = {
  typeOfExpressions: { states: 62 },
  binaryExpression: { states: 18 },
};
