import { JsonataError } from "./jsonata-error.ts";
import type { Run } from "./run.ts";

/**
 * A function as a value of the language: built in, made by `function(…){…}`, by leaving arguments open, or a regular expression.
 *
 * Call it through `callFunction`: what it returns may be the call that it ends with.
 */
export interface JsonataFunction {
  (run: Run, args: unknown[], context: unknown): unknown;
  /** Arguments that functions such as `$map` hand to it. */
  arity: number;
  /** Set for a built-in function; messages name it so where it is called by no name of its own. */
  builtinName?: string;
  /** Set for a regular expression: gives one match after another, faster than following `next`. */
  matches?: (text: string, run: Run) => Generator<Match, void>;
}

/** What a regular expression gives when it is called with a text. */
export interface Match {
  match: string;
  start: number;
  end: number;
  groups: unknown[];
  next: JsonataFunction | undefined;
}

export function createFunction(
  arity: number,
  call: (run: Run, args: unknown[], context: unknown) => unknown,
): JsonataFunction {
  return Object.assign(call, { arity });
}

export function isFunction(value: unknown): value is JsonataFunction {
  return typeof value === "function";
}

/** A function's last call, which is made after the function has returned, so that recursion at the end needs no stack. */
export class TailCall {
  // Private fields, because a filter after the call looks at this object as if it were a value.
  readonly #invoke: (run: Run, context: unknown) => unknown;

  constructor(invoke: (run: Run, context: unknown) => unknown) {
    this.#invoke = invoke;
  }

  invoke(run: Run, context: unknown): unknown {
    return this.#invoke(run, context);
  }
}

/** A call from inside a function: there is no context that could stand in for an argument. */
export function callFunction(fn: JsonataFunction, run: Run, args: unknown[]): unknown {
  if (fn.builtinName === undefined) return callInContext(fn, run, args, null);
  try {
    return callInContext(fn, run, args, null);
  } catch (error) {
    throw error instanceof JsonataError ? error.locate(fn.builtinName, undefined) : error;
  }
}

/** @param context Stands in for an argument that is left out, where the signature says so. */
export function callInContext(fn: JsonataFunction, run: Run, args: unknown[], context: unknown): unknown {
  run.spend(1);
  let result = fn(run, args, context);
  while (result instanceof TailCall) {
    run.spend(1);
    result = result.invoke(run, context);
  }
  return result;
}

/** As many of an item, its index (or key) and the whole as the function takes; the item always. */
export function callWithItem(
  fn: JsonataFunction,
  run: Run,
  item: unknown,
  key: unknown,
  whole: unknown,
): unknown {
  const { arity } = fn;
  const args = arity >= 3 ? [item, key, whole] : arity === 2 ? [item, key] : [item];
  return callFunction(fn, run, args);
}
