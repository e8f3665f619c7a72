import { type Type, mayBeNullish, nullType, unknownType } from "../types/type.ts";
import { type Code, code, isCheap } from "./code.ts";

/** An expression that was lowered. */
export interface Value {
  readonly code: Code;
  readonly type: Type;
  /** It may give nothing at all, which JSONata tells apart from null and a state cannot store. */
  readonly missing: boolean;
  /** Evaluating it may fail the state: strict arithmetic, conversions, types that are not known. */
  readonly fallible: boolean;
  /** Its fields where each is known by itself: reading one does not make the whole. */
  readonly fields?: Readonly<Record<string, Value>>;
}

export function value(
  source: Code,
  type: Type,
  {
    of = [],
    missing = false,
    fallible = false,
  }: { of?: readonly Value[]; missing?: boolean; fallible?: boolean } = {},
): Value {
  return { code: source, type, missing, fallible: fallible || of.some((one) => one.fallible) };
}

export const nullValue: Value = value(["null"], nullType);
/** Stands where an expression was refused; the diagnostic keeps it from ever being emitted. */
export const refusedValue: Value = value(["null"], unknownType);

/** The value with null for nothing; the type still says what JavaScript would have. */
export function present(one: Value, freshLocal: () => string): Value {
  if (!one.missing) return one;
  const simple = isCheap(one.code);
  if (simple) return { ...one, code: code`($exists(${one.code}) ? ${one.code} : null)`, missing: false };
  const local = freshLocal();
  return {
    ...one,
    code: code`(${local} := ${one.code}; $exists(${local}) ? ${local} : null)`,
    missing: false,
  };
}

/** Whether the value is neither null nor nothing: a JSONata boolean. */
export function isPresent(one: Value): Code {
  if (!one.missing) return mayBeNullish(one.type) ? code`(${one.code} != null)` : ["true"];
  // `!=` with nothing on a side is false, as it should be here.
  return code`(${one.code} != null)`;
}
