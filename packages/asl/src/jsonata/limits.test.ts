/** Limits of an evaluation. Where AWS draws them: floci #2736, #2737, #2790, measured in us-east-1, 2026-08. */
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { JsonataError } from "./jsonata-error.ts";
import type { JsonataEnvironment } from "./run.ts";

/** An environment whose computing time goes on by a millisecond whenever it is looked at. */
function createEnvironment(limits: Partial<JsonataEnvironment> = {}): JsonataEnvironment {
  let elapsed = 0;
  return { now: () => 0, random: () => 0.5, createId: () => "id", elapsedMs: () => elapsed++, ...limits };
}

function outcome(source: string, environment = createEnvironment()): unknown {
  try {
    return compileExpression(source).evaluate(undefined, {}, environment);
  } catch (error) {
    if (error instanceof JsonataError) return `${error.code}${error.message}`;
    throw error;
  }
}

const timeout = "Expression evaluation timeout: Check for infinite loop";
const memory = "Expression evaluation memory limit exceeded: Check for excessive memory usage";
const stack =
  "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive";

describe("time", () => {
  it.each([
    ["a tail call without an end", "($f := function($x){ $f($x + 1) }; $f(1))"],
    ["functions that pass the call on", "($f := function($g){ $g($g) }; $f($f))"],
    ["nested loops", "$count([1..10000].([1..10000].(1)))"],
    ["a comparison of all with all", "$count($map([1..800000], function($i){ $map([1..800000], $sqrt) }))"],
    [
      "a comparison of values that hold their parts many times",
      "($f := function($x, $n){ $n = 0 ? $x : $f([[$x], [$x]], $n - 1) }; $f(1, 60) = $f(1, 60))",
    ],
    ["filters", "$count([1..100000][$count([1..100000][$ > 5]) > 1])"],
  ])("ends %s", (_name, source) => {
    expect(outcome(source, createEnvironment({ timeLimitMs: 50 }))).toBe(timeout);
  });

  it("is measured on the computing clock, not on the clock of the execution", () => {
    const environment = createEnvironment({ now: () => Date.UTC(2030, 0), elapsedMs: () => 0 });
    expect(outcome("$count($map([1..50000], function($i){ $i }))", environment)).toBe(50_000);
  });
});

describe("depth, at most 100 evaluations inside each other", () => {
  const sum = (terms: number): string => Array.from({ length: terms }, () => "1").join("+");
  const nest = (open: string, count: number, close: string): string =>
    `${open.repeat(count)}1${close.repeat(count)}`;
  const recursive = (count: number): string =>
    `($f := function($x){ $x <= 0 ? 0 : 1 + $f($x - 1) }; $f(${count}))`;

  it.each<[string, string, unknown]>([
    ["100 terms", sum(100), 100],
    ["99 parentheses", nest("(", 99, ")"), 1],
    ["99 steps of ~>", `1${"~>$string".repeat(99)}`, "1"],
    ["31 calls that wait for each other", recursive(31), 31],
  ])("allows %s", (_name, source, expected) => {
    expect(outcome(source)).toBe(expected);
  });

  it.each([
    ["101 terms", sum(101)],
    ["100 parentheses", nest("(", 100, ")")],
    ["100 brackets", nest("[", 100, "]")],
    ["100 steps of ~>", `1${"~>$string".repeat(100)}`],
    ["32 calls that wait for each other", recursive(32)],
    ["a recursion without an end", "($f := function($x){ 1 + $f($x) }; $f(1))"],
    ["a recursion through a built-in function", "($f := function($x){ $map([1, 2], $f) }; $f(1))"],
  ])("refuses %s", (_name, source) => {
    expect(outcome(source)).toBe(stack);
  });

  it("does not count calls that end a function", () => {
    expect(outcome("($f := function($x){ $x = 0 ? 'done' : $f($x - 1) }; $f(5000))")).toBe("done");
  });

  it("never exhausts the stack where it is not limited", () => {
    const environment = createEnvironment({ maxDepth: Number.POSITIVE_INFINITY, timeLimitMs: 1e6 });
    expect(outcome("($f := function($x){ 1 + $f($x) }; $f(1))", environment)).toBe(stack);
  });
});

describe("memory", () => {
  const doubled = (times: number): string =>
    `($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', ${times})))`;

  it.each<[string, unknown]>([
    ["[1..873782] ~> $count()", 873_782],
    ["$count($range(1, 360145, 1))", 360_145],
    [doubled(22), 4_194_304],
  ])("is enough for %s", (source, expected) => {
    expect(outcome(source)).toBe(expected);
  });

  it.each([
    "[1..873783] ~> $count()",
    "$range(1, 360146, 1)",
    "$range(1, 1e300, 1)",
    doubled(23),
    "$pad('x', 1e9)",
    "$formatInteger(1e15, 'I')",
    "($a := [1..800000]; $append($a, $a))",
    "$join($map([1..200000], function($i){ 'many characters in each, over and over' }))",
  ])("is not enough for %s", (source) => {
    expect(outcome(source)).toBe(memory);
  });
});

describe("values that hold the same part many times", () => {
  const doubled = "$f := function($x, $n){ $n = 0 ? $x : $f([[$x], [$x]], $n - 1) }";

  it.each([
    "[1..10000].{'k': $string($)}{k: [1..10000]}",
    `(${doubled}; $f(1, 60))`,
    `(${doubled}; $string($f(1, 60)))`,
    `(${doubled}; $f(1, 60).**)`,
    `(${doubled}; $f(1, 60) ~> |$|{}|)`,
    `(${doubled}; $distinct([$f(1, 60), $f(1, 60)]))`,
  ])("end with the time or the memory: %s", (source) => {
    expect([timeout, memory]).toContain(outcome(source));
  });
});

describe("source", () => {
  it.each([
    ["parentheses", "(".repeat(100_000)],
    ["brackets", "[".repeat(100_000)],
    ["operators", `1${"+1".repeat(100_000)}`],
    ["steps", `a${".a[0]".repeat(100_000)}`],
    ["conditions", "1?".repeat(100_000)],
    ["functions", "function($x){".repeat(50_000)],
  ])("of endless %s gets an error and no crash", (_name, source) => {
    expect(() => compileExpression(source).evaluate(undefined, {}, createEnvironment())).toThrow(
      JsonataError,
    );
  });
});
