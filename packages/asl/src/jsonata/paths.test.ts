/** What paths do that the suite of JSONata does not show; side-by-side.test.ts asks the reference implementation at random. */
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";

const input = {
  a: { b: { c: 1 } },
  list: [{ v: 1, in: { w: [1, 2] } }, { v: 2, in: { w: [3] } }, { x: 0 }],
  nested: [[{ v: 1 }], [[{ v: 2 }]]],
  one: [{ v: [7] }],
  nothing: null,
};

function evaluate(source: string): unknown {
  return compileExpression(source).evaluate(
    input,
    { v: input },
    { now: () => 0, random: () => 0, createId: () => "" },
  );
}

describe("names", () => {
  it.each<[string, unknown]>([
    ["a.b.c", 1],
    ["$v.a.b.c", 1],
    ["a.missing.c", undefined],
    ["nothing", null],
    ["nothing.x", undefined],
    ["list.v", [1, 2]],
    ["list.in.w", [1, 2, 3]],
    ["nested.v", [1, 2]],
    ["one.v", [7]],
    ["$v.one.v", [7]],
    ["list.x", 0],
    ["list.x[]", [0]],
    ["{'k': list.x[]}.k", 0],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe("filters and positions", () => {
  it.each<[string, unknown]>([
    ["list[0].v", 1],
    ["list.v[0]", [1, 2]],
    ["(list.v)[0]", 1],
    ["(list.v)[-1]", 2],
    ["list[v > 1].in.w", [3]],
    ["list[[0, 2]].(v ? v : x)", [1, 0]],
    // Both as JSONata 2.0.6 has them: what a filter leaves of an array constructor is taken for the list itself.
    ["[{'k': 1}, {'k': 2}][0].k", undefined],
    ["([{'k': 1}, {'k': 2}])[0].k", 1],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe("order, bindings and parents", () => {
  it.each<[string, unknown]>([
    ["list^(>v).v", [2, 1]],
    ["list#$i[$i > 0].v", 2],
    ["list.in.w.(%.%.v)", [1, 1, 2]],
    ["list.in.{'n': %.v}", [{ n: 1 }, { n: 2 }]],
    ["list@$l.a.{'s': $l.v + b.c}", [{ s: 2 }, { s: 3 }, {}]],
    ["list#$i^(>v)[$i = 0].v", 1],
    ["list.v{$string($): $ * 2}", { "1": 2, "2": 4 }],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe("variables", () => {
  it("mean what is outside until they are bound, and are gone after the block", () => {
    expect(evaluate("($x := 1; ($y := $x; $x := 2; [$y, $x]))")).toEqual([1, 2]);
    expect(evaluate("(($x := 1); $x)")).toBeUndefined();
    expect(evaluate("($x := 1; list.($x := v; $x); $x)")).toBe(1);
  });

  it("of a function are its own in every call", () => {
    expect(evaluate("($f := function($n){ $n = 0 ? [] : [$n, $f($n - 1)] }; $f(3))")).toEqual([3, 2, 1]);
    expect(evaluate("($add := function($a){ function($b){ $a + $b } }; [$add(1)(2), $add(10)(2)])")).toEqual([
      3, 12,
    ]);
  });
});
