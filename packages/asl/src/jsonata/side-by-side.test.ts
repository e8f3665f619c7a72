/** The same expressions here and in the npm package of the reference implementation, version 2.0.6. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import jsonata from "jsonata";
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { createRandom, exampleData, generateExpression } from "./generate-expression.ts";
import { JsonataError } from "./jsonata-error.ts";

const environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  createId: () => "",
  timeLimitMs: 10_000,
};

interface Outcome {
  /** JSON of the value; "undefined" when there is none. */
  value?: string;
  /** A JSONata code, or what JavaScript said where the reference implementation has no error of its own. */
  code?: string;
}

function toOutcome(value: unknown): Outcome {
  const text = JSON.stringify(value, (_key, part: unknown) => (isFunctionValue(part) ? "a function" : part));
  return { value: text ?? "undefined" };
}

/** Functions are objects with marks in the reference implementation. */
function isFunctionValue(value: unknown): boolean {
  if (typeof value === "function") return true;
  return (
    typeof value === "object" &&
    value !== null &&
    ("_jsonata_lambda" in value || "_jsonata_function" in value)
  );
}

async function reference(
  source: string,
  input: unknown,
  bindings: Record<string, unknown>,
): Promise<Outcome> {
  try {
    return toOutcome(await jsonata(source).evaluate(structuredClone(input), structuredClone(bindings)));
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    return { code: typeof code === "string" ? code : `JavaScript: ${String(error)}` };
  }
}

function ours(source: string, input: unknown, bindings: Record<string, unknown>): Outcome {
  try {
    return toOutcome(
      compileExpression(source, { dialect: "jsonata" }).evaluate(input, bindings, environment),
    );
  } catch (error) {
    if (error instanceof JsonataError) return { code: error.code };
    throw error;
  }
}

/**
 * Where the reference implementation is followed on purpose only so far: it fails with an error of JavaScript's own (here the expression has an
 * error or a value); or both fail, with a constructor around, whose parts it evaluates all at once, so that another error comes first.
 */
function agrees(source: string, theirs: Outcome, own: Outcome): boolean {
  if (theirs.code?.startsWith("JavaScript: ") === true) return true;
  if (theirs.code !== undefined && own.code !== undefined && /[[{]/.test(source)) return true;
  return theirs.code === own.code && theirs.value === own.value;
}

describe("random expressions", () => {
  const expressionsPerBatch = 500;
  // ACME_FUZZ_BATCHES=100 looks further than a test run has time for.
  const batches = Number(process.env["ACME_FUZZ_BATCHES"] ?? "8");
  const bindings = { states: { input: exampleData }, y: [3, 4] };

  it.each(Array.from({ length: batches }, (_, batch) => 1 + batch * expressionsPerBatch))(
    "give what the reference implementation gives, from seed %i",
    async (first) => {
      const before = JSON.stringify(exampleData);
      let values = 0;
      for (let seed = first; seed < first + expressionsPerBatch; seed++) {
        const source = generateExpression(createRandom(seed), 4);
        const theirs = await reference(source, exampleData, bindings);
        const own = ours(source, exampleData, bindings);
        if (!agrees(source, theirs, own)) expect(own, `seed ${seed}: ${source}`).toEqual(theirs);
        if (own.value !== undefined) values++;
      }
      expect(values).toBeGreaterThan(expressionsPerBatch / 4);
      expect(JSON.stringify(exampleData), "an expression has changed its input").toBe(before);
    },
  );
});

/** Beside the repository; `ACME_CONFORMANCE` says where else. */
const conformance =
  process.env["ACME_CONFORMANCE"] ?? new URL("../../../../../shared/conformance", import.meta.url).pathname;
const folders = ["asl", "definitions"]
  .map((name) => `${conformance}/${name}`)
  .filter((folder) => existsSync(folder));

describe("expressions of real state machines", () => {
  if (folders.length === 0) {
    it.skip(`are not at ${conformance}: set ACME_CONFORMANCE to the folder with the conformance data`, () => {});
    return;
  }
  const expressions = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl"))) {
      for (const line of readFileSync(`${folder}/${file}`, "utf8").trimEnd().split("\n")) {
        collectExpressions(JSON.parse(line), expressions);
      }
    }
  }
  const states = {
    input: { ...exampleData, name: "n", type: "Public", Values: [1, 2], part1: { a: 1 }, part2: { b: 2 } },
    result: [0, 1, 1],
    errorOutput: { Error: "E", Cause: "C" },
    context: { Execution: { Id: "x", Input: exampleData } },
  };

  it("are there", () => {
    expect(expressions.size).toBeGreaterThan(50);
  });

  it.each([...expressions])("%s", async (source) => {
    const bindings = { states, answer: 42, list: [1, 2, 3] };
    const theirs = await reference(source, undefined, bindings);
    const own = ours(source, undefined, bindings);
    expect(agrees(source, theirs, own) ? theirs : own).toEqual(theirs);
  });
});

function collectExpressions(value: unknown, expressions: Set<string>): void {
  if (typeof value === "string") {
    const source = /^\{%([\s\S]*)%\}$/.exec(value)?.[1]?.trim();
    // What changes from call to call cannot be compared.
    if (source !== undefined && !/\$(?:now|millis|random|uuid|shuffle|eval)\b/.test(source))
      expressions.add(source);
  } else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) collectExpressions(part, expressions);
  }
}
