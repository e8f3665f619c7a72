import { describe, expect, it } from "vitest";
import type { Json } from "../../json/json.ts";
import { VirtualHost } from "../../testing/virtual-host.ts";
import { matchesPattern } from "./string-pattern.ts";

/** Whether the rule holds; a failure is told by its cause. */
function holds(rule: object, input: Json): boolean | string | undefined {
  const { execution } = new VirtualHost(
    {
      StartAt: "Which",
      States: {
        Which: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
        Yes: { Type: "Pass", Result: true, End: true },
        No: { Type: "Pass", Result: false, End: true },
      },
    },
    { input },
  ).run();
  return execution.output === undefined ? execution.cause : execution.output === "true";
}

describe("a comparison", () => {
  it.each([
    [{ StringEquals: "b" }, "b", true],
    [{ StringLessThan: "b" }, "a", true],
    [{ StringGreaterThanEquals: "b" }, "a", false],
    [{ NumericEquals: 1 }, 1.0, true],
    [{ NumericEquals: 1 }, "1", false],
    [{ NumericGreaterThan: 1 }, 1.5, true],
    [{ BooleanEquals: false }, false, true],
    [{ BooleanEquals: false }, null, false],
    [{ TimestampLessThan: "2025-01-01T01:00:00+01:00" }, "2024-12-31T23:59:59Z", true],
    [{ TimestampEquals: "2025-01-01T01:00:00+01:00" }, "2025-01-01T00:00:00Z", true],
    [{ IsNull: true }, null, true],
    [{ IsString: false }, 1, true],
    [{ IsTimestamp: true }, "2025-02-30T00:00:00Z", false],
    [{ StringMatches: "log-*.txt" }, "log-1.txt", true],
    [{ NumericLessThanPath: "$.y" }, 1, true],
  ])("%j of %j", (operator, x, expected) => {
    expect(holds({ Variable: "$.x", ...operator }, { x, y: 2 })).toBe(expected);
  });

  it("of a missing value fails, but for IsPresent", () => {
    expect(holds({ Variable: "$.gone", IsPresent: false }, {})).toBe(true);
    expect(holds({ Variable: "$.list[0]", IsPresent: true }, { list: [] })).toBe(false);
    expect(holds({ Variable: "$.gone", IsNull: true }, {})).toBe(
      "An error occurred while executing the state 'Which' (entered at the event id #2). Invalid path '$.gone': The choice state's condition path references an invalid value.",
    );
  });

  it("can be combined, left to right, no further than needed", () => {
    const present = { Variable: "$.x", IsPresent: true };
    const big = { Variable: "$.x", NumericGreaterThan: 5 };
    expect(holds({ And: [present, big] }, { x: 6 })).toBe(true);
    expect(holds({ And: [present, big] }, {})).toBe(false);
    expect(holds({ Or: [{ Not: present }, big] }, {})).toBe(true);
  });
});

describe("a pattern", () => {
  it.each([
    ["", "", true],
    ["a", "", false],
    ["abc", "a*c", true],
    ["abc", "*", true],
    ["ac", "a*c", true],
    ["a", "a*a", false],
    ["a*c", "a\\*c", true],
    ["abc", "a\\*c", false],
    ["a\\c", "a\\\\c", true],
    ["abab", "*ab", true],
    ["aXbYc", "a*b*c", true],
  ])("%j against %j", (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it("does not explode", () => {
    expect(matchesPattern("a".repeat(100_000), `${"*a".repeat(1000)}*b`)).toBe(false);
  });
});
