/** What Step Functions evaluates otherwise than JSONata 2.0.6, and what it adds. */
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { JsonataError } from "./jsonata-error.ts";

function evaluate(source: string, bindings: Record<string, unknown> = {}): unknown {
  return compileExpression(source).evaluate(undefined, bindings, {
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    random: () => 0.25,
    createId: () => "00000000-0000-4000-8000-000000000000",
  });
}

function failure(source: string): string {
  try {
    return `no error but ${JSON.stringify(evaluate(source))}`;
  } catch (error) {
    if (error instanceof JsonataError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe("functions of Step Functions", () => {
  it.each<[string, unknown]>([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$partition([1,2,3,4,5], 2.9)", [[1, 2], [3, 4], [5]]],
    ["$partition([1,2,3])", [[1, 2, 3]]],
    ["$partition([], 2)", undefined],
    ["$partition([1], 0)", undefined],
    ["$partition([1,2], -0.5)", undefined],
    ["$range(0, 10, 2)", [0, 2, 4, 6, 8, 10]],
    ["$range(10, 0, -4)", [10, 6, 2]],
    ["$range(-1.7, 2, 1)", [-1, 0, 1, 2]],
    ["$range(3, 3, 1)", 3],
    ["$range(5, 1, 1)", undefined],
    ["$range(1, 5, 0)", undefined],
    ["$range(1, 5)", undefined],
    ["$hash('input', 'SHA-1')", "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"],
    ["$hash('ñ', 'MD5')", "94e9342ecbb1458b6043ecd3bfcbc192"],
    ["$hash('x')", undefined],
    ["$random(42)", 0.7275636800328681],
    ["$random(0.9)", 0.730967787376657],
    ["$random()", 0.25],
    ["$uuid()", "00000000-0000-4000-8000-000000000000"],
    ['$parse(\'{"a": [1, null, "x\\\\u00e9"]}\')', { a: [1, null, "xé"] }],
    ["$parse(\"{'a': 'b'}\").a", "b"],
    ["$exists($parse('null'))", true],
    ["$map(['{\"a\":1}', '{\"a\":2}'], $parse).a", [1, 2]],
    ["$now()", "2026-01-02T03:04:05.006Z"],
    ["$millis()", 1767323045006],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it.each([
    ["$eval('1+1')", "T1006: Attempted to invoke a non-function"],
    ["$partition([1], -1)", "D3137: Second argument must be zero or greater"],
    ["$partition(null, 2)", 'T0412: Argument 1 of function "partition" must be an array of undefined'],
    ["$range(1)", 'T0410: Argument 2 of function "range" does not match function signature'],
    ["$hash('x', 'md5')", "D3137: Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"],
    ["$hash(42, 'MD5')", 'T0410: Argument 1 of function "hash" does not match function signature'],
    ["$uuid('x')", 'T0410: Argument 1 of function "uuid" does not match function signature'],
    ["$parse(null)", 'T0410: Argument 1 of function "parse" does not match function signature'],
    ["$parse('')", "D3137: Invalid JSON"],
    ["$parse('[1] [2]')", "D3137: Invalid JSON"],
    ["$parse('[1,]')", "D3137: Invalid JSON"],
    ["$parse('NaN')", "D3137: Invalid JSON"],
    ["$parse('1e400')", "D3137: Invalid JSON"],
    ['$parse(\'{"a":1,"a":2}\')', "D3137: Invalid JSON"],
  ])("%s fails", (source, expected) => {
    expect(failure(source)).toBe(expected);
  });
});

describe("values that differ", () => {
  it.each<[string, unknown]>([
    ["1/0", "Infinity"],
    ["-1/0", "-Infinity"],
    ["0/0", "NaN"],
    ["[1/0, {'k': 0/0}]", ["Infinity", { k: "NaN" }]],
    ["$parseInteger('abc', '0')", "NaN"],
    ["$base64encode('é')", "w6k="],
    ["$base64decode('w6k=')", "é"],
    ["$decodeUrlComponent('a+b%2Bc')", "a b+c"],
    ["$match('a\u00a0b', /\\s/)", undefined],
    ["$replace('a\u00a0\tb', /[\\s]/, '-')", "a\u00a0-b"],
    ["$contains('\u00a0', /^\\S$/)", true],
    ["$contains('\u00a0', /[\\S]/)", true],
    ["$substring('a😀b', -2)", "\ude00b"],
    ["$substring('abc', -2, 1)", "b"],
    ["$count(null)", 0],
    ["$count([null])", 1],
    ["$merge([[{'a': 1}], {'b': 2}])", { a: 1, b: 2 }],
    ["$string({'t': '\\u0001\\n'})", '{"t":"\u0001\\n"}'],
    ["$string(1e20)", "100000000000000000000"],
    ["$string(1e21)", "1e+21"],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it("come back as 2.0.6 has them in the dialect jsonata", () => {
    const environment = { now: () => 0, random: () => 0, createId: () => "" };
    const evaluateStandard = (source: string): unknown =>
      compileExpression(source, { dialect: "jsonata" }).evaluate(undefined, {}, environment);
    expect(evaluateStandard("$count(null)")).toBe(1);
    expect(evaluateStandard("$base64encode('é')")).toBe("6Q==");
    expect(evaluateStandard("1/0")).toBe(Number.POSITIVE_INFINITY);
    expect(evaluateStandard("$exists($uuid)")).toBe(false);
  });
});

describe("names", () => {
  it("of variables hide built-in functions, as AWS finds only when the expression runs", () => {
    expect(() => evaluate("$count([1])", { count: 5 })).toThrow("Attempted to invoke a non-function");
    expect(evaluate("$count", { count: 5 })).toBe(5);
  });

  it.each(["a ?? b", "a ?: b"])("%s does not parse", (source) => {
    expect(() => compileExpression(source)).toThrow(JsonataError);
  });
});

describe("pictures that 2.0.6 fails on without a code", () => {
  it("are refused with the rule that they break", () => {
    expect(failure("$formatNumber(1, 'x')")).toMatch(/^D3086: /);
  });

  it("give negative numbers and zero an exponent", () => {
    expect(evaluate("$formatNumber(-1200, '0.0e0')")).toBe("-1.2e3");
    expect(evaluate("$formatNumber(0, '0.0e0')")).toBe("0.0e0");
  });
});
