import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { JsonataError } from "./jsonata-error.ts";
import { analyseRegex, mayTakeLong } from "./regex-cost.ts";

const environment = { now: () => 0, random: () => 0.5, createId: () => "id" };

function outcome(source: string, timeLimitMs = 10_000): unknown {
  try {
    return compileExpression(source).evaluate(undefined, {}, { ...environment, timeLimitMs });
  } catch (error) {
    if (error instanceof JsonataError) return error.message;
    throw error;
  }
}

describe("a regular expression that would not come to an end", () => {
  it.each([
    "$contains($pad('', 60, 'a') & 'b', /^(a+)+$/)",
    "$match($pad('', 60, 'a') & 'b', /^(a|aa)*$/)",
    "$replace($pad('', 60, 'a') & 'b', /(a?){60}c/, '')",
    "$split($pad('', 300000, ' ') & 'x', /\\s+$/)",
    "$match($pad('', 100000, 'a'), /a*a*b/)",
    "/^(\\w+\\s?)*$/($pad('', 60, 'a') & '!')",
  ])("is ended by the time limit: %s", (source) => {
    expect(outcome(source, 50)).toBe("Expression evaluation timeout: Check for infinite loop");
  });
});

describe("a regular expression that may take long", () => {
  it("still finds what there is to find", () => {
    expect(outcome("$count($match($pad('', 30000, 'ab '), /(a|b)+ ?/))")).toBe(10_000);
    expect(outcome("$replace($pad('', 6000, 'ab  '), /\\s+/, '-') ~> $length()")).toBe(4500);
    expect(outcome("$count($split($pad('', 6000, 'ab  '), /\\s+/))")).toBe(1501);
  });

  it("says so by its form", () => {
    const takesLong = (pattern: string, length: number): boolean =>
      mayTakeLong(analyseRegex(pattern), length);
    expect(takesLong("^\\d{4}-\\d{2}-\\d{2}$", 100_000)).toBe(false);
    expect(takesLong("^[a-z+*]+@[(+]+$", 90)).toBe(false);
    expect(takesLong("\\s+", 500)).toBe(false);
    expect(takesLong("\\s+", 10_000)).toBe(true);
    expect(takesLong("(a+)+", 50)).toBe(true);
    expect(takesLong("((a|b)c)*", 50)).toBe(true);
    expect(takesLong("(a\\+)+", 50)).toBe(false);
  });
});

describe("matching", () => {
  it.each<[string, unknown]>([
    ["$match('aXbXc', /X/).index", [1, 3]],
    ["$match('aXbXc', /X/, 1).index", 1],
    [
      "$replace('aXbXc', /X/, function($m){ $string($m.start) & ($m.next() ? 'more' : 'end') })",
      "a1moreb3endc",
    ],
    ["$split('a1b22c', /\\d+/)", ["a", "b", "c"]],
    ["$split('a1b22c', /\\d+/, 2)", ["a", "b"]],
    ["/b(.)/('abc').groups", ["c"]],
    ["$match('', /x*/).match", ""],
    ["$match('abc', /x*/)", "Regular expression matches zero length string"],
    ["$match('abc', /a|x*/, 1)", "Regular expression matches zero length string"],
    ["$contains('abc', /x*/)", true],
  ])("%s", (source, expected) => {
    expect(outcome(source)).toEqual(expected);
  });
});
