/**
 * Each expression gives what JavaScript gives, in our JSONata engine and in `jsonata@2.0.6`, for a grid of values: JSON in, JSON out; where
 * JavaScript throws, so do they.
 */
import jsonata from "jsonata";
import { describe, expect, it } from "vitest";
import { compileExpression } from "../../../asl/src/jsonata/compile-expression.ts";
import type { Json } from "../json.ts";
import { compileValid, toSortedText } from "./testing/run-both.ts";

const numbers = [0, 1, -1, 2, 7, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 123456789, 1e21, -7.25];
const texts = [
  "",
  "a",
  "abc",
  "a,b,,c",
  " pad ",
  "ÄÖ",
  "1",
  "-5",
  'a"b\\',
  "true",
  "null",
  "$x",
  "{% x %}",
  "\u00a0x\u2003",
];
const lists = [[], [1], [3, 1, 2], [0], [1, 1, -1], [10, 9, 8, 7]];
const nested = [[], [[]], [[1]], [[1], [2, 3]], [[], [0]]];
const objects = [{ k: 1 }, { k: 0, o: "x" }, { k: -3, o: "" }];
const maybes = [null, 0, 1, -2];
const booleans = [true, false];

interface Grid {
  /** Types of the parameters a and b. */
  types: readonly [string, string];
  values: readonly [readonly Json[], readonly Json[]];
  expressions: readonly string[];
}

const grids: readonly Grid[] = [
  {
    types: ["number", "number"],
    values: [numbers, numbers],
    expressions: [
      "a + b",
      "a - b",
      "a * b",
      "a / 4",
      "a % 7",
      "-a",
      "a < b",
      "a >= b",
      "a === b",
      "a !== b",
      "!a",
      "a || b",
      "a && b",
      "a ?? b",
      "a ? 1 : 2",
      "Math.max(a, b)",
      "Math.min(a, b, 0)",
      "Math.floor(a)",
      "Math.ceil(a)",
      "Math.round(a)",
      "Math.trunc(a)",
      "Math.sign(a)",
      "Math.abs(b)",
      "typeof a",
      "[a, b]",
      "{ a, b: [b] }",
      "Boolean(a) === Boolean(b)",
      "`${Math.floor(a)}`.length < 99",
      "JSON.stringify([Math.round(a)]).length > 1",
      "({ a, b }).a",
      "[a, [b]]",
      "[[a]]",
    ],
  },
  {
    types: ["string", "string"],
    values: [texts, texts],
    expressions: [
      "a + b",
      "`${a}-${b}`",
      "a === b",
      "a < b",
      "a >= b",
      "a || b",
      "a && b",
      "!a",
      "a.length",
      "a.toUpperCase()",
      "a.toLowerCase()",
      "a.trim()",
      "a.includes(b)",
      "a.startsWith(b)",
      "a.endsWith(b)",
      "a.indexOf(b)",
      "a.split(b)",
      "a.split(',').map((x) => x + b)",
      "a.padStart(6, '*')",
      "a.padEnd(5)",
      "a.repeat(3)",
      "a.slice(1)",
      "a.slice(-2)",
      "a.slice(1, -1)",
      "a.slice(-9, 2)",
      "a.substring(1, 3)",
      "a.substring(3, 1)",
      "a.substring(-1, 2)",
      "a[0]",
      "a[2] ?? b",
      "a.replaceAll('a', 'x')",
      "a.replace('a', 'yy')",
      "[a, b].join('+')",
      "JSON.stringify(a)",
      "typeof a",
      "String(a)",
      "{ [a]: b }",
      "Object.keys({ a, b })",
      "a ? b : null",
    ],
  },
  {
    types: ["number[]", "number"],
    values: [lists, [0, 1, 3, -1, 9]],
    expressions: [
      "a.length",
      "a[0]",
      "a[b]",
      "a[0] ?? b",
      "a.at(-1)",
      "a.map((x) => x + b)",
      "a.map((x, i) => x * i)",
      "a.map((x) => [x])",
      "a.map((x) => ({ x }))",
      "a.filter((x) => x > b)",
      "a.filter((x, i) => i > 0)",
      "a.find((x) => x >= b)",
      "a.find((x) => x > b) ?? null",
      "a.findIndex((x) => x > b)",
      "a.indexOf(b)",
      "a.includes(b)",
      "a.some((x) => x === b)",
      "a.every((x) => x > b)",
      "a.reduce((s, x) => s + x, b)",
      "a.reduce((s, x, i) => s + x * i, 0)",
      "a.slice(1)",
      "a.slice(0, b)",
      "a.slice(-2, 9)",
      "a.slice(b, -1)",
      "a.concat([b])",
      "[...a, b]",
      "[b, ...a, ...a]",
      "a.toReversed()",
      "a.toSorted((x, y) => x - y)",
      "a.toSorted((x, y) => y - x)",
      "a.join()",
      "a.join('; ')",
      "[a, a]",
      "[a][0]",
      "a.flatMap((x) => [x, b])",
      "a.map((x) => { if (x > b) return 'more'; const y = x * 2; return y; })",
      "!a",
      "a ? 1 : 2",
      "a && b",
      "Array.isArray(a)",
      "JSON.stringify(a)",
      "{ a, n: a.length }",
      "typeof a",
    ],
  },
  {
    types: ["number[][]", "boolean"],
    values: [nested, booleans],
    expressions: [
      "a.flat()",
      "a[0]",
      "(a[0] ?? [])[0]",
      "a.map((x) => x.length)",
      "a.map((x) => x)",
      "a.map((x) => [x, b])",
      "a.filter((x) => x.length > 0)",
      "[...a, [5]]",
      "a.length",
      "a.map((x) => x.map((y) => y + 1))",
      "[a]",
      "a.toReversed()",
      "b && a.length > 1",
      "a.find((x) => x.length > 1) ?? null",
      "a.concat([[1, 2]])",
    ],
  },
  {
    types: ["{ k: number; o?: string }", "number | null"],
    values: [objects, maybes],
    expressions: [
      "a.k",
      "a.o",
      "a.o ?? 'none'",
      "a.o == null",
      "a['k']",
      "a?.o?.length ?? 0",
      "{ ...a }",
      "{ ...a, k: 5 }",
      "{ k: 5, ...a }",
      "{ o: a.o, k: a.k }",
      "Object.keys(a)",
      "Object.values({ x: a.k, y: a.k })",
      "Object.entries({ x: a.k, y: [a.k] })",
      "'o' in a",
      "b == null",
      "b != null",
      "b ?? 5",
      "b || 7",
      "b && 3",
      "!b",
      "b === 1",
      "[b]",
      "{ b }",
      "[a, a]",
      "a.o ? a.o : 'x'",
      "a.o && a.k",
      "a.o || 'other'",
      "typeof a",
      "b === null",
      "JSON.stringify(b)",
      "a.o === 'x'",
      "a.o !== 'x'",
      "[a.o]",
      "a ? 1 : 0",
    ],
  },
  {
    types: ["boolean", "boolean"],
    values: [booleans, booleans],
    expressions: [
      "a && b",
      "a || b",
      "!a",
      "a === b",
      "a !== b",
      "`${a}`",
      "a ? b : null",
      "String(a) + b",
      "typeof a",
    ],
  },
];

const environment = { now: () => 0, random: () => 0.5, createId: () => "" };

describe.each(grids)("with a: $types.0 and b: $types.1", ({ types, values, expressions }) => {
  it.each(expressions)("%s", async (expression) => {
    const source = `import { flow } from "acme-engine";\nexport const grid = flow({ name: "grid" }, async ({ a, b }: { a: ${types[0]}; b: ${types[1]} }) => {\nreturn (${expression});\n});`;
    const output = outputOf(compileValid(source).definition);
    const text =
      typeof output === "string" && output.startsWith("{%") ? output.slice(2, -2) : JSON.stringify(output);
    const call = new Function("a", "b", `return (${expression});`) as (a: Json, b: Json) => unknown;
    const own = compileExpression(text);
    const reference = jsonata(text);
    for (const a of values[0]) {
      for (const b of values[1]) {
        const states = { context: { Execution: { Input: { a, b } } } };
        const wanted = await outcome(() => call(a, b));
        expect(
          await outcome(() => own.evaluate(undefined, { states }, environment)),
          `${text} with ${JSON.stringify({ a, b })}`,
        ).toBe(wanted);
        expect(
          await outcome(() => reference.evaluate(undefined, { states })),
          `jsonata: ${text} with ${JSON.stringify({ a, b })}`,
        ).toBe(wanted);
      }
    }
  });
});

function outputOf(definition: { [key: string]: Json }): Json {
  const states = Object.values(definition["States"] ?? {}) as { Output: Json }[];
  expect(states).toHaveLength(1);
  return states[0]?.Output ?? null;
}

/** JSON with sorted keys: undefined is null, and -0 is 0. */
async function outcome(run: () => unknown): Promise<string> {
  try {
    const value: unknown = await run();
    return toSortedText((value === undefined ? null : JSON.parse(JSON.stringify(value))) as Json);
  } catch {
    return "an error";
  }
}
