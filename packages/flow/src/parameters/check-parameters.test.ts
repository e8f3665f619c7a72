import { expect, test } from "vitest";

import type { Json } from "../json/json.ts";
import { checkParameters, InvalidParameters } from "./check-parameters.ts";
import { checkSchema } from "./check-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

const schema: JsonSchema = {
  type: "object",
  properties: {
    day: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$", default: "2026-01-31" },
    limit: { type: "integer", minimum: 1, maximum: 100 },
    rate: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
    mode: { enum: ["full", "delta"] },
    files: { type: "array", minItems: 1, maxItems: 2, items: { type: "string", minLength: 2, maxLength: 3 } },
    owner: { anyOf: [{ type: "null" }, { type: "object", properties: { team: { default: "batch" } } }] },
    version: { const: 1 },
  },
  required: ["limit"],
  additionalProperties: false,
};

const problems = (value: Json): readonly string[] => {
  try {
    checkParameters(schema, value, 'flow "etl"');
  } catch (error) {
    if (error instanceof InvalidParameters) return error.problems;
    throw error;
  }
  return [];
};

test("what fits comes back with its defaults, deep ones too", () => {
  expect(checkParameters(schema, { limit: 3, owner: {} }, "")).toEqual({
    day: "2026-01-31",
    limit: 3,
    owner: { team: "batch" },
  });
});

test.each<[string, Json, string]>([
  ["a missing value", {}, "parameters.limit is missing"],
  ["another type", { limit: "3" }, 'parameters.limit is "3"; expected an integer'],
  ["a fraction for an integer", { limit: 1.5 }, "parameters.limit is 1.5; expected an integer"],
  ["too small", { limit: 0 }, "parameters.limit is 0; expected at least 1"],
  ["too large", { limit: 101 }, "parameters.limit is 101; expected at most 100"],
  ["at an exclusive end", { limit: 1, rate: 0 }, "parameters.rate is 0; expected more than 0"],
  ["at the other exclusive end", { limit: 1, rate: 1 }, "parameters.rate is 1; expected less than 1"],
  ["no match", { limit: 1, day: "today" }, 'parameters.day is "today"; expected text that matches ^'],
  ["not in the list", { limit: 1, mode: "x" }, 'parameters.mode is "x"; expected one of "full", "delta"'],
  ["not the constant", { limit: 1, version: 2 }, "parameters.version is 2; expected 1"],
  ["too few items", { limit: 1, files: [] }, "parameters.files is []; expected at least 1 items"],
  ["too many items", { limit: 1, files: ["aa", "bb", "cc"] }, "expected at most 2 items"],
  [
    "a short item",
    { limit: 1, files: ["ok", "x"] },
    'parameters.files[1] is "x"; expected at least 2 characters',
  ],
  [
    "a long item",
    { limit: 1, files: ["long"] },
    'parameters.files[0] is "long"; expected at most 3 characters',
  ],
  ["no alternative", { limit: 1, owner: 3 }, "parameters.owner is 3; expected null"],
  ["an unknown name", { limit: 1, lmit: 2 }, "parameters.lmit is unknown; expected only day, limit,"],
  ["no object", [], "parameters is []; expected an object"],
])("%s is told with its path", (_, value, expected) => {
  expect(problems(value)).toEqual([expect.stringContaining(expected)]);
});

test("all problems are told at once", () => {
  expect(problems({ mode: "x", day: 1 })).toHaveLength(3);
});

test("characters are counted as people count them", () => {
  expect(problems({ limit: 1, files: ["👍👍👍"] })).toEqual([]);
});

test("a keyword that would not be checked is refused, wherever it stands", () => {
  const wrong = { properties: { a: { items: { format: "date" } } } } as JsonSchema;
  expect(() => checkSchema(wrong)).toThrow('parameters.a[] uses "format", which is not checked');
  expect(() => checkSchema({ pattern: "(" })).toThrow("no regular expression");
  expect(() => checkSchema(schema)).not.toThrow();
});
