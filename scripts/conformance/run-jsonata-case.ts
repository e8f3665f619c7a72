import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { compileExpression } from "../../packages/asl/src/jsonata/compile-expression.ts";
import { JsonataError } from "../../packages/asl/src/jsonata/jsonata-error.ts";
import { readCases } from "./cases.ts";
import { failed, type Outcome, passed } from "./outcome.ts";

/** A line of jsonata/cases.jsonl: what version 2.0.6 of the language answers. */
export interface JsonataCase {
  id: string;
  expr: string;
  data?: unknown;
  /** A name in datasets.json, instead of `data`. */
  dataset?: string | null;
  bindings?: Record<string, unknown>;
  result?: unknown;
  undefinedResult?: true;
  code?: string;
  error?: { code: string; message?: string; token?: string };
  /** The result is a list whose order is not fixed. */
  unordered?: true;
  depth?: number;
  timelimit?: number;
}

/** Cases with their data in place. */
export function readJsonataCases(directory: string, file: string): JsonataCase[] {
  const cases = readCases<JsonataCase>(join(directory, file));
  if (cases.length === 0) return cases;
  const datasets = JSON.parse(readFileSync(join(directory, "jsonata", "datasets.json"), "utf8")) as Record<
    string,
    unknown
  >;
  return cases.map((each) =>
    typeof each.dataset === "string" ? { ...each, data: datasets[each.dataset] } : each,
  );
}

export function runJsonataCase(testCase: JsonataCase): Outcome {
  const { code = testCase.error?.code, error, unordered } = testCase;
  let result: unknown;
  try {
    result = evaluate(testCase);
  } catch (thrown) {
    if (!(thrown instanceof JsonataError)) throw thrown;
    if (code === undefined) return failed(`expected a result, got ${thrown.code}: ${thrown.message}`);
    return compare({ code, ...error }, { code: thrown.code, ...pick(error, thrown) });
  }
  if (code !== undefined) return failed(`expected ${code}, got ${JSON.stringify(result)}`);
  const expected = testCase.undefinedResult ? undefined : testCase.result;
  return unordered ? compare(sorted(expected), sorted(result)) : compare(expected, result);
}

function evaluate({ expr, data, bindings = {}, depth, timelimit = 10_000 }: JsonataCase): unknown {
  const environment = {
    now: () => Date.now(),
    random: () => Math.random(),
    createId: () => "",
    timeLimitMs: timelimit,
    ...(depth === undefined ? {} : { maxDepth: depth }),
  };
  const result = compileExpression(expr, { dialect: "jsonata" }).evaluate(
    structuredClone(data),
    structuredClone(bindings),
    environment,
  );
  return result === undefined ? undefined : (JSON.parse(JSON.stringify(result)) as unknown);
}

/** The members of an error that the case states. */
function pick(error: JsonataCase["error"], { message, token }: JsonataError): object {
  return {
    ...(error?.message === undefined ? {} : { message }),
    ...(error?.token === undefined ? {} : { token }),
  };
}

function compare(expected: unknown, actual: unknown): Outcome {
  if (isDeepStrictEqual(expected, actual)) return passed;
  return failed(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
}
