/** Expressions and data that try to get at what is not theirs. */
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { createRandom, exampleData, generateExpression, mutateExpression } from "./generate-expression.ts";
import { JsonataError } from "./jsonata-error.ts";

const environment = { now: () => 0, random: () => 0.5, createId: () => "id" };
const hostile: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "mine", "a": 1}');

function evaluate(source: string, input: unknown = { a: 1, list: [{ b: 2 }] }): unknown {
  return compileExpression(source, { dialect: "jsonata" }).evaluate(input, { v: { a: 1 } }, environment);
}

describe("names that JavaScript objects have", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];

  it.each(names)("%s is a field only where the data has it", (name) => {
    for (const source of [
      `\`${name}\``,
      `list.\`${name}\``,
      `$.\`${name}\`.\`${name}\``,
      `$lookup($, '${name}')`,
      `$lookup(list, '${name}')`,
      `$v.\`${name}\``,
      `$\`${name}\``,
      `$${name}`,
      `[1].\`${name}\``,
      `function($x){$x}.\`${name}\``,
      `$sum.\`${name}\``,
    ]) {
      expect(tryEvaluate(source), source).toBeUndefined();
    }
  });

  /** Some of the sources do not parse, which is as good. */
  function tryEvaluate(source: string): unknown {
    try {
      return evaluate(source);
    } catch {
      return undefined;
    }
  }

  it("length is not a field of arrays and strings", () => {
    expect(evaluate("list.length")).toBeUndefined();
    expect(evaluate("'abc'.length")).toBeUndefined();
  });

  it("are ordinary fields of data that has them", () => {
    expect(evaluate("constructor", hostile)).toBe("mine");
    expect(evaluate("`__proto__`.polluted", hostile)).toBe(true);
    expect(evaluate("$keys($)", hostile)).toEqual(["__proto__", "constructor", "a"]);
  });

  it.each([
    "$merge([$])",
    "$ ~> |$|{}|",
    "$sift($, function($v){ true })",
    "$merge($spread($))",
    "$merge($each($, function($v, $k){ {$k: $v} }))",
    "{'__proto__': `__proto__`, 'constructor': constructor, 'a': a}",
    "$merge([{'a': 0}, $])",
  ])("keep their place in %s", (source) => {
    const result = evaluate(source, hostile);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(JSON.parse(JSON.stringify(result))).toEqual(hostile);
    expect(JSON.stringify(result)).toContain('"__proto__":{"polluted":true}');
  });

  it("pollute nothing", () => {
    evaluate("$ ~> |$|{'__proto__': {'polluted': true}}|");
    evaluate(
      "$merge([{'__proto__': {'polluted': true}}, {'constructor': {'prototype': {'polluted': true}}}])",
    );
    evaluate("$$.constructor.prototype ~> |$|{'polluted': true}|");
    evaluate("list.b#$__proto__.{'a': $__proto__}");
    evaluate("list@$constructor.{'a': $constructor}");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("the caller's data", () => {
  it.each([
    "list ~> |$|{'b': 3}|",
    "$reverse(list)",
    "$append(list, list)",
    "list^(>b)#$i.{'i': $i}",
    "list[]{'k': $}",
    "$sort(list, function($a, $b){ true })",
    "($x := list; $x ~> |$|{'y': 1}, 'b'|)",
    "1/0",
    "[list, 1/0]",
    "{} ~> |$$|{'b': 3}, 'list'|",
    "{} ~> |$v.list|{'b': 3}|",
    "($clone := function($x){ $x }; $ ~> |list|{'b': 3}|)",
    "empty{'k': $}",
  ])("is not changed by %s", (source) => {
    const input = { list: [{ b: 2 }, { b: 1 }], empty: [] };
    const before = structuredClone(input);
    compileExpression(source).evaluate(input, { v: input }, environment);
    expect(input).toStrictEqual(before);
  });

  it("comes back as plain arrays, without what the engine noted on them", () => {
    const result = compileExpression("{'one': list.b[], 'both': [list.b], 'k': list.[b]}").evaluate(
      { list: [{ b: 1 }] },
      {},
      environment,
    );
    expect(result).toStrictEqual({ one: [1], both: [1], k: [1] });
    const range: unknown = compileExpression("[1..3]").evaluate(undefined, {}, environment);
    expect(Object.keys(range ?? {})).toEqual(["0", "1", "2"]);
  });
});

describe("values that hold themselves", () => {
  it("are an error and not a crash", () => {
    expect(() => evaluate("$ ~> |$|{'self': $}|")).toThrow(/Stack overflow/);
    expect(() => evaluate("$string($ ~> |$|{'self': $}|)")).toThrow(/Stack overflow/);
  });
});

describe("random expressions with pieces put in where they do not belong", () => {
  // ACME_FUZZ_BATCHES=100 looks further than a test run has time for.
  const batches = Number(process.env["ACME_FUZZ_BATCHES"] ?? "2");

  it.each(Array.from({ length: batches }, (_, batch) => batch + 1))(
    "give a value or an error of the language, and change nothing, from seed %i",
    (seed) => {
      const random = createRandom(seed);
      const before = JSON.stringify(exampleData);
      for (let count = 0; count < 10_000; count++) {
        const source = mutateExpression(random, generateExpression(random, 3));
        try {
          const expression = compileExpression(source);
          expression.references();
          expression.evaluate(exampleData, { states: { input: exampleData } }, environment);
        } catch (error) {
          if (!(error instanceof JsonataError)) throw new Error(`seed ${seed}: ${source}`, { cause: error });
        }
      }
      expect(JSON.stringify(exampleData)).toBe(before);
    },
  );
});
