import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const orders = [
  {
    id: "o1",
    customer: { name: "Ada", address: { city: "Bern" } },
    lines: [
      { sku: "a", count: 1 },
      { sku: "b", count: 2 },
    ],
  },
  { id: "o2", customer: { name: "Max", address: { city: "Genf" } }, lines: [{ sku: "a", count: 3 }] },
];

export const cases: FlowCases<typeof flows> = {
  serializeArray: [
    { input: { words: [] }, output: { text: '["end"]', joined: "" } },
    { input: { words: ["a", '"b"'] }, output: { text: '["a","\\"b\\"","end"]', joined: 'a, "b"' } },
  ],
  mapArray: [
    { input: { words: [] }, output: { loud: [], count: 0 } },
    { input: { words: ["a"] }, output: { loud: [{ index: 0, text: "A!" }], count: 1 } },
    {
      input: { words: ["a", "bc"], suffix: "?" },
      output: {
        loud: [
          { index: 0, text: "A?" },
          { index: 1, text: "BC?" },
        ],
        count: 2,
      },
    },
  ],
  mapArraySimple: [
    { input: { numbers: [] }, output: [] },
    { input: { numbers: [3] }, output: [9] },
    { input: { numbers: [1, -2, 0.5] }, output: [1, 4, 0.25] },
  ],
  mapArrayNestedPropertyAccess: [
    { input: { orders: [] }, output: { cities: [], skus: [] } },
    { input: { orders: orders.slice(1) }, output: { cities: ["Genf"], skus: [["a"]] } },
    { input: { orders }, output: { cities: ["Bern", "Genf"], skus: [["a", "b"], ["a"]] } },
  ],
  filterArray: [
    { input: { orders: [] }, output: { ids: [], inBern: 0, first: null } },
    { input: { orders }, output: { ids: ["o1"], inBern: 1, first: "o1" } },
  ],
  jsonPathExpressions: [
    {
      input: { orders: [] },
      output: {
        first: null,
        last: null,
        head: [],
        tail: [],
        all: [],
        many: [],
        found: null,
        length: 0,
        total: 0,
        unique: [],
        hasA: false,
      },
    },
    {
      input: { orders },
      output: {
        first: { sku: "a", count: 1 },
        last: { sku: "a", count: 3 },
        head: [
          { sku: "a", count: 1 },
          { sku: "b", count: 2 },
        ],
        tail: [{ sku: "a", count: 3 }],
        all: [1, 2, 3],
        many: ["b", "a"],
        found: { sku: "b", count: 2 },
        length: 3,
        total: 6,
        unique: ["a", "b"],
        hasA: true,
      },
    },
  ],
};
