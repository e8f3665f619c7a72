import type { Json } from "../../json.ts";
import { type CompiledFlow, compileFlow } from "../compile-flow.ts";
import { createRandom, generateFlow, generateInput, type Random } from "./generate-flow.ts";
import {
  type Answer,
  callNatively,
  compileValid,
  interpret,
  type Outcome,
  toPlainTaskState,
  toSortedText,
} from "./run-both.ts";

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
  /** How often it gave which error. */
  refused: Map<string, number>;
  differences: (Difference & { seed: number })[];
}

/** Generates flows from seeds, and runs each both ways on some inputs. */
export async function compareFlows({
  firstSeed,
  count,
  inputs,
  isOver = () => false,
}: {
  firstSeed: number;
  count: number;
  inputs: number;
  isOver?: () => boolean;
}): Promise<Comparison> {
  const comparison: Comparison = { compared: 0, refusedFlows: 0, refused: new Map(), differences: [] };
  for (let seed = firstSeed; seed < firstSeed + count && !isOver(); seed++) {
    const one = await compareRandomFlow(createRandom(seed), inputs);
    if (one.kind === "refused") {
      comparison.refusedFlows++;
      for (const error of one.errors) comparison.refused.set(error, (comparison.refused.get(error) ?? 0) + 1);
      continue;
    }
    comparison.compared++;
    if (one.kind === "different") comparison.differences.push({ ...one.difference, seed });
  }
  return comparison;
}

/** One flow of the grammar. */
export async function compareRandomFlow(random: Random, inputs: number): Promise<Compared> {
  const source = generateFlow(random);
  return compareFlow(
    source,
    Array.from({ length: inputs }, () => generateInput(random)),
  );
}

/** A flow called and compiled, on each input until the two differ. */
export async function compareFlow(source: string, inputs: readonly Json[]): Promise<Compared> {
  const result = compileFlow({ source, path: "flow.ts", toTaskState: toPlainTaskState });
  if (result.compiled === undefined) {
    const errors = result.diagnostics.filter(({ severity }) => severity === "error");
    return { kind: "refused", source, errors: errors.map(({ code, message }) => `${code} ${message}`) };
  }
  const compiled = compileValid(source);
  for (const input of inputs) {
    const native = await callNatively(source, input, answer);
    const interpreted = interpret(compiled, input, answer);
    if (describe(native) !== describe(interpreted))
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
  if (error !== undefined) return { error, cause: `${name} ${n}` };
  if (name === "calc") return { output: (n * 2) % 31 };
  return { output: { a: n, b: `${s ?? ""}!`, ...(kind % 2 === 0 ? { c: kind } : {}) } };
}

function describe({ output, error, cause, calls }: Outcome): string {
  return toSortedText({ output: output ?? null, error: error ?? null, cause: cause ?? null, calls });
}
