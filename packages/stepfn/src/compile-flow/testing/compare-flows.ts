import type { Json } from "../../json.ts";
import { compileFlow } from "../compile-flow.ts";
import { createRandom, generateFlow, generateInput } from "./generate-flow.ts";
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
  seed: number;
  source: string;
  input: Json;
  native: Outcome;
  interpreted: Outcome;
}

export interface Comparison {
  compared: number;
  refused: Map<string, number>;
  differences: Difference[];
}

/** Generates flows from seeds, and runs each both ways on some inputs. */
export async function compareFlows({
  firstSeed,
  count,
  inputs,
}: {
  firstSeed: number;
  count: number;
  inputs: number;
}): Promise<Comparison> {
  const comparison: Comparison = { compared: 0, refused: new Map(), differences: [] };
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const random = createRandom(seed);
    const source = generateFlow(random);
    const result = compileFlow({ source, path: "flow.ts", toTaskState: toPlainTaskState });
    if (result.compiled === undefined) {
      for (const { code, message, severity } of result.diagnostics) {
        if (severity === "error")
          comparison.refused.set(
            `${code} ${message}`,
            (comparison.refused.get(`${code} ${message}`) ?? 0) + 1,
          );
      }
      continue;
    }
    const compiled = compileValid(source);
    comparison.compared++;
    for (let index = 0; index < inputs; index++) {
      const input = generateInput(random);
      const native = await callNatively(source, input, answer);
      const interpreted = interpret(compiled, input, answer);
      if (describe(native) === describe(interpreted)) continue;
      comparison.differences.push({ seed, source, input, native, interpreted });
      break;
    }
  }
  return comparison;
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

/** Branches of Promise.all begin together: after a failure, how far the others came is not compared. */
function describe({ output, error, cause, calls }: Outcome): string {
  return toSortedText({ output: output ?? null, error: error ?? null, cause: cause ?? null, calls });
}
