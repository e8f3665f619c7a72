import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { JsonataError } from "./jsonata-error.ts";

const environment = { now: () => 0, random: () => 0.5, createId: () => "id" };

function failureOf(source: string): JsonataError {
  try {
    compileExpression(source).evaluate({ a: "text", list: [1, "2"] }, {}, environment);
  } catch (error) {
    if (error instanceof JsonataError) return error;
    throw error;
  }
  throw new Error(`${source} has a value`);
}

// Source: the texts of JSONata 2.0.6, which AWS prints. Measured on AWS: floci #2736, #2745.
describe("an expression that does not parse says what is wrong and where", () => {
  it.each([
    ["a[1,2)", 'S0202 at 4: Expected "]", got ","'],
    ['"unterminated', "S0101 at 13: String literal must be terminated by a matching quote"],
    ["1 +", "S0207 at 3: Unexpected end of expression"],
    ['{"a":}', 'S0211 at 6: The symbol "}" cannot be used as a unary operator'],
    ["$x :=", "S0207 at 5: Unexpected end of expression"],
    ['$match("a", /abc', "S0302 at 16: No terminating / in regular expression"],
    ["f(1", 'S0203 at 3: Expected ")" before end of expression'],
    ["1e999", 'S0102 at 0: Number out of range: "1e999"'],
    ['"\\q"', 'S0103 at 2: Unsupported escape sequence: \\"q"'],
    ["a.1", "S0213 at 3: The literal value 1 cannot be used as a step within a path expression"],
    ["a := 1", "S0212 at 1: The left side of := must be a variable name (start with $)"],
    ["a ! b", 'S0204 at 3: Unknown operator: "!"'],
    ["a b", 'S0201 at 3: Syntax error: "b"'],
    ["/* a", "S0106 at 0: Comment has no closing tag"],
  ])("%s", (source, expected) => {
    const { code, position, message } = failureOf(source);
    expect(`${code} at ${position}: ${message}`).toBe(expected);
  });

  it("also for a regular expression that JavaScript does not know", () => {
    expect(failureOf("$match(a, /(?<=/)").code).toMatch(/^S030[23]$/);
    expect(failureOf("$match(a, /a**/)").code).toBe("S0303");
  });
});

describe("an expression that cannot be evaluated names the function or operator", () => {
  it.each([
    ["$uppercase(1)", 'T0410: Argument 1 of function "uppercase" does not match function signature'],
    ["$sum(list)", 'T0412: Argument 1 of function "sum" must be an array of "numbers"'],
    ["list ~> $sum", 'T0412: Argument 1 of function "sum" must be an array of "numbers"'],
    ["$map(list, $uppercase)", 'T0410: Argument 1 of function "uppercase" does not match function signature'],
    ["($f := $uppercase; $f(1))", 'T0410: Argument 1 of function "f" does not match function signature'],
    ["a + 1", 'T2001: The left side of the "+" operator must evaluate to a number'],
    ["1 < a", 'T2009: The values 1 and "text" either side of operator "<" must be of the same data type'],
    ["count(list)", "T1005: Attempted to invoke a non-function. Did you mean $count?"],
    ["$nothing(1)", "T1006: Attempted to invoke a non-function"],
    ["$error('the ' & a)", "D3137: the text"],
    ["$number(a)", 'D3030: Unable to cast value to a number: "text"'],
    ["{a: 1, a: 2}", 'D1009: Multiple key definitions evaluate to same key: "text"'],
  ])("%s", (source, expected) => {
    const { code, message } = failureOf(source);
    expect(`${code}: ${message}`).toBe(expected);
  });

  it("shows only the beginning of a large value", () => {
    expect(failureOf("$number($pad('', 100000, 'x'))").message.length).toBeLessThan(1100);
  });
});
