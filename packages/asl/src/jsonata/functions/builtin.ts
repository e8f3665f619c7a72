import type { Dialect } from "../dialect.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import { createFunction } from "../jsonata-function.ts";
import type { Run } from "../run.ts";
import { parseSignature } from "../signature.ts";

/** What a built-in function knows about the evaluation that calls it. */
export interface Call {
  run: Run;
  dialect: Dialect;
}

/** A row in a table of built-in functions. */
export interface Builtin {
  signature: string;
  /** Arguments that functions such as `$map` hand to it. */
  arity: number;
  implement(call: Call, args: unknown[]): unknown;
}

/**
 * @param implement Takes the arguments in the types that the signature lets through. Every argument but a function may be undefined.
 */
export function builtin<Args extends unknown[]>(
  signature: string,
  arity: number,
  implement: (call: Call, ...args: Args) => unknown,
): Builtin {
  return {
    signature,
    arity,
    // The signature has checked the arguments before this is called.
    implement: (call, args) => implement(call, ...(args as Args)),
  };
}

export function createBuiltins(
  tables: readonly Readonly<Record<string, Builtin>>[],
  dialect: Dialect,
): ReadonlyMap<string, JsonataFunction> {
  const functions = new Map<string, JsonataFunction>();
  for (const table of tables) {
    for (const [name, { signature, arity, implement }] of Object.entries(table)) {
      const parsed = parseSignature(signature);
      const fn = createFunction(arity, (run, args, context) => {
        run.spend(workOn(args));
        return implement({ run, dialect }, parsed.validate(args, context));
      });
      fn.builtinName = name;
      functions.set(name, fn);
    }
  }
  return functions;
}

/** About how much work it is to look at all of the arguments once, in steps of `Run.spend`. */
function workOn(args: readonly unknown[]): number {
  let steps = 0;
  for (const argument of args) {
    if (typeof argument === "string") steps += argument.length / 64;
    else if (Array.isArray(argument)) steps += argument.length / 8;
  }
  return steps;
}
