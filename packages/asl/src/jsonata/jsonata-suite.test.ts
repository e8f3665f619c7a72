import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { JsonataError } from "./jsonata-error.ts";

/** Beside the repository; `ACME_CONFORMANCE` says where else. */
const root =
  process.env["ACME_CONFORMANCE"] ?? new URL("../../../../../shared/conformance", import.meta.url).pathname;
const folder = `${root}/jsonata`;

interface Case {
  id: string;
  expr: string;
  data?: unknown;
  dataset?: string | null;
  bindings?: Record<string, unknown>;
  result?: unknown;
  undefinedResult?: true;
  code?: string;
  error?: { code: string; message?: string; token?: string };
  unordered?: true;
  depth?: number;
  timelimit?: number;
}

function evaluateCase(testCase: Case, datasets: Record<string, unknown>): unknown {
  const input = typeof testCase.dataset === "string" ? datasets[testCase.dataset] : testCase.data;
  const environment = {
    now: () => Date.now(),
    random: () => Math.random(),
    createId: () => "",
    timeLimitMs: testCase.timelimit ?? 10_000,
    ...(testCase.depth === undefined ? {} : { maxDepth: testCase.depth }),
  };
  const expression = compileExpression(testCase.expr, { dialect: "jsonata" });
  const result = expression.evaluate(
    structuredClone(input),
    structuredClone(testCase.bindings ?? {}),
    environment,
  );
  return result === undefined ? undefined : JSON.parse(JSON.stringify(result));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
}

if (!existsSync(folder)) {
  describe("the JSONata suite", () => {
    it.skip(`is not at ${folder}: set ACME_CONFORMANCE to the folder with the conformance data`, () => {});
  });
} else {
  const cases = readFileSync(`${folder}/cases.jsonl`, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): Case => JSON.parse(line));
  const datasets: Record<string, unknown> = JSON.parse(readFileSync(`${folder}/datasets.json`, "utf8"));

  describe("the JSONata suite, as version 2.0.6 answers", () => {
    it.each(cases.map((testCase): [string, Case] => [testCase.id, testCase]))("%s", (_id, testCase) => {
      const code = testCase.code ?? testCase.error?.code;
      if (code !== undefined) {
        const failure = failureOf(() => evaluateCase(testCase, datasets));
        expect(failure.code).toBe(code);
        if (testCase.error?.message !== undefined) expect(failure.message).toBe(testCase.error.message);
        if (testCase.error?.token !== undefined) expect(failure.token).toBe(testCase.error.token);
        return;
      }
      const result = evaluateCase(testCase, datasets);
      if (testCase.undefinedResult === true) expect(result).toBeUndefined();
      else if (testCase.unordered === true) expect(sorted(result)).toEqual(sorted(testCase.result));
      else expect(result).toEqual(testCase.result);
    });
  });
}

function failureOf(work: () => unknown): JsonataError {
  try {
    const result = work();
    throw new TypeError(`expected an error, got ${JSON.stringify(result)}`);
  } catch (error) {
    if (error instanceof JsonataError) return error;
    throw error;
  }
}
