import { runInNewContext } from "node:vm";

import { expect, test } from "vitest";

import { NotJsonError } from "./not-json-error.ts";
import { toJson } from "./to-json.ts";

const name = { what: 'the result of task "load"', root: "result" };
const refusal = (value: unknown) => {
  try {
    return toJson(value, name);
  } catch (error) {
    return error;
  }
};

test("JSON comes out as a copy", () => {
  const value = { a: [1, { b: null }], c: "x", d: true };
  const json = toJson(value, name);
  expect(json).toEqual(value);
  value.a.length = 0;
  expect(json).toEqual({ a: [1, { b: null }], c: "x", d: true });
});

test("a missing property is left out, and a missing value is null", () => {
  expect(Object.keys(toJson({ a: undefined, b: 1 }, name) as object)).toEqual(["b"]);
  expect(toJson(undefined, name)).toBeNull();
});

test("what comes out is what JSON text would give, for 2000 random values", () => {
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)];
  const leaves = [
    null,
    true,
    false,
    0,
    -0,
    1.5,
    -1e21,
    5e-324,
    "",
    "é",
    "\u{1f600}",
    "\ud800",
    "__proto__",
    undefined,
  ];
  const make = (depth: number): unknown => {
    if (depth === 0 || random() < 0.3) return pick(leaves);
    const parts = Array.from({ length: Math.floor(random() * 4) }, () => make(depth - 1));
    if (random() < 0.5) return parts.map((part) => part ?? null);
    return Object.fromEntries(parts.map((part) => [pick(["a", "b", "10", "2", "a b", "__proto__"]), part]));
  };
  for (let count = 0; count < 2000; count++) {
    const value = make(4);
    const text = JSON.stringify(value) ?? "null";
    const json = toJson(value, name);
    expect(JSON.stringify(json)).toBe(text);
    expect(json).toStrictEqual(JSON.parse(text));
  }
});

test("objects of another realm and without a prototype are as good as any", () => {
  expect(toJson(runInNewContext("({ a: [{}] })"), name)).toEqual({ a: [{}] });
  expect(toJson(Object.assign(Object.create(null), { a: 1 }), name)).toEqual({ a: 1 });
});

test("a key that would change the prototype is a key", () => {
  const json = toJson(JSON.parse('{"__proto__":{"a":1}}'), name);
  expect(JSON.stringify(json)).toBe('{"__proto__":{"a":1}}');
  expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
});

test("the same object twice is no cycle", () => {
  const shared = { a: 1 };
  expect(toJson([shared, shared], name)).toEqual([{ a: 1 }, { a: 1 }]);
});

class Order {
  readonly id = 1;
}
const cycle: Record<string, unknown> = {};
cycle["self"] = { back: cycle };

test.each([
  ["a Map", { seen: new Map() }, "result.seen is a Map", "Object.fromEntries"],
  ["a Set", [new Set()], "result[0] is a Set", "[...set]"],
  ["a Date", { files: [{}, { when: new Date(0) }] }, "result.files[1].when is a Date", "toISOString"],
  ["a function", { "on done": () => {} }, 'result["on done"] is a function', "pass the data"],
  ["a cycle", cycle, "result.self.back is part of itself", "no cycles"],
  ["NaN", { n: Number.NaN }, "result.n is NaN", "finite"],
  ["Infinity", -Infinity, "result is -Infinity", "finite"],
  ["a BigInt", { id: 7n }, "result.id is the BigInt 7", "String(value)"],
  ["a symbol", { s: Symbol("x") }, "result.s is a symbol", "Pass text"],
  ["undefined in an array", { xs: [1, undefined] }, "result.xs[1] is undefined", "use null"],
  [
    "a hole in an array",
    { xs: Array.of(1).concat(Array.from({ length: 1 })) },
    "result.xs[1] is undefined",
    "null",
  ],
  ["a promise", { p: Promise.resolve() }, "result.p is a promise", "Await"],
  ["an error", [new TypeError("x")], "result[0] is an error (TypeError)", "error.message"],
  ["bytes", Buffer.from("x"), "result is binary data", "base64"],
  ["an instance", new Order(), "result is an instance of Order", "{ ...value }"],
])("%s is refused with its path and what to do instead", (_, value, found, hint) => {
  const error = refusal(value);
  expect(error).toBeInstanceOf(NotJsonError);
  expect(String((error as NotJsonError).message)).toContain(
    `the result of task "load" is not JSON: ${found}`,
  );
  expect((error as NotJsonError).message).toContain(hint);
});
