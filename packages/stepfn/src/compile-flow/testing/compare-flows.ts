import type { Json } from "../../json.ts";
import { type CompiledFlow, compileFlow } from "../compile-flow.ts";
import { generateFlow, generateInput } from "./generate-flow.ts";
import { createRandom, type Random } from "./random.ts";
import {
  type Answer,
  callNatively,
  compileValid,
  interpret,
  type Outcome,
  toPlainTaskState,
  toSortedText,
} from "./run-both.ts";
import type { TestTypes } from "./start-types.ts";

/** A flow that is not the same called and compiled. */
export interface Difference {
  source: string;
  input: Json;
  native: Outcome;
  interpreted: Outcome;
}

/** What came of one flow. `refused`: the errors of the compiler, by code and message. */
export type Compared =
  | { kind: "same"; compiled: CompiledFlow }
  | { kind: "refused"; source: string; errors: readonly string[] }
  | { kind: "different"; difference: Difference };

export interface Comparison {
  compared: number;
  /** Flows that the compiler refused. */
  refusedFlows: number;
  /** How many flows have which error, and the seed of the first. */
  refused: Map<string, { times: number; seed: number }>;
  differences: (Difference & { seed: number })[];
}

/** Generates flows from seeds, and runs each both ways on some inputs. */
export async function compareFlows({
  firstSeed,
  count,
  inputs,
  isOver = () => false,
  types,
}: {
  firstSeed: number;
  count: number;
  inputs: number;
  isOver?: () => boolean;
  /** Compiles with a type checker. */
  types?: TestTypes | undefined;
}): Promise<Comparison> {
  const comparison: Comparison = { compared: 0, refusedFlows: 0, refused: new Map(), differences: [] };
  for (let seed = firstSeed; seed < firstSeed + count && !isOver(); seed++) {
    const one = await compareRandomFlow(createRandom(seed), inputs, types);
    if (one.kind === "refused") {
      comparison.refusedFlows++;
      for (const error of new Set(one.errors)) {
        const { times, seed: first } = comparison.refused.get(error) ?? { times: 0, seed };
        comparison.refused.set(error, { times: times + 1, seed: first });
      }
      continue;
    }
    comparison.compared++;
    if (one.kind === "different") comparison.differences.push({ ...one.difference, seed });
  }
  return comparison;
}

/** One flow of the grammar. */
export async function compareRandomFlow(
  random: Random,
  inputs: number,
  types?: TestTypes,
): Promise<Compared> {
  const source = generateFlow(random);
  return compareFlow(
    source,
    Array.from({ length: inputs }, () => generateInput(random)),
    types,
  );
}

/** A flow called and compiled, on each input until the two differ. */
export async function compareFlow(
  source: string,
  inputs: readonly Json[],
  checker?: TestTypes,
): Promise<Compared> {
  const types = checker?.of(source);
  const options = { source, path: "flow.ts", toTaskState: toPlainTaskState };
  const result = compileFlow(types === undefined ? options : { ...options, types });
  if (result.compiled === undefined) {
    const errors = result.diagnostics.filter(({ severity }) => severity === "error");
    return { kind: "refused", source, errors: errors.map(({ code, message }) => `${code} ${message}`) };
  }
  const compiled = compileValid(source, undefined, types);
  for (const input of inputs) {
    const native = await callNatively(source, input, answer);
    const interpreted = interpret(compiled, input, answer);
    const failed = failedGroups([...native.calls, ...interpreted.calls]);
    if (describe(native, failed) !== describe(interpreted, failed))
      return { kind: "different", difference: { source, input, native, interpreted } };
  }
  return { kind: "same", compiled };
}

/** Tasks answer from their input alone, one in five with an error. */
function answer(name: string, input: Json): Answer {
  const { n, s } = input as { n: number; s?: string };
  const errors = ["Red", "DarkRed", "Blue", "Unforeseen"];
  const kind = Math.abs(Math.round(n)) % 20;
  const error = errors[kind - 13];
  if (error !== undefined && name !== "calm" && name !== "mild") return { error, cause: `${name} ${n}` };
  if (name === "calc" || name === "calm") return { output: (n * 2) % 31 };
  return { output: { a: n, b: `${s ?? ""}!`, ...(kind % 2 === 0 ? { c: kind } : {}) } };
}

/** What JavaScript throws and Step Functions says when an expression fails. */
const expressionErrors = new Set(["TypeError", "RangeError", "States.QueryEvaluationError"]);

/**
 * How a flow ended, and its calls in order. Branches that run side by side are told apart by the `at` of their calls: each has an order of its own.
 * After a failure, JavaScript lets the others go on, and Step Functions stops them.
 */
function describe({ output, error, cause, calls }: Outcome, failed: ReadonlySet<string>): string {
  const places = new Map<string, string[]>();
  for (const call of calls) {
    const at = placeOf(call);
    if (failed.has(groupOf(at))) continue;
    places.set(at, [...(places.get(at) ?? []), call]);
  }
  const isExpression = error !== undefined && expressionErrors.has(error);
  return toSortedText({
    output: output ?? null,
    error: isExpression ? "an expression failed" : (error ?? null),
    cause: isExpression ? null : (cause ?? null),
    calls: Object.fromEntries(places),
  });
}

/** Groups of branches one of which failed. */
function failedGroups(calls: readonly string[]): Set<string> {
  const groups = new Set<string>();
  for (const call of calls) {
    const at = placeOf(call);
    const [, name = "", input = "null"] = /^(\S+) (.*)$/s.exec(call) ?? [];
    if (at !== "" && "error" in answer(name, JSON.parse(input) as Json)) groups.add(groupOf(at));
  }
  return groups;
}

function placeOf(call: string): string {
  return /"at":"([^"]*)"/.exec(call)?.[1] ?? "";
}

/** The outermost branches are `b3.0` and `b3.1`. */
function groupOf(at: string): string {
  return /^[bm]\d+/.exec(at)?.[0] ?? "";
}
