import { booleanType, isAll, mayBeNullish, partsOf, presentType } from "../types/type.ts";
import { type Code, code } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import { type Value, value } from "./value.ts";

/** A JSONata boolean that is true where JavaScript takes the value for true. */
export function toBoolean(one: Value, lowering: Lowering): Value {
  if (one.type.kind === "boolean" && !one.missing) return one;
  return value(code`(${toTest(one, lowering)} ? true : false)`, booleanType, { of: [one] });
}

/**
 * Code that `?:`, `and` and `or` take for true where JavaScript does. JSONata takes `[]`, `{}`, `[0]` for false
 * (compiler.md 3.2), so arrays and objects are asked whether they are there.
 */
export function toTest(one: Value, lowering: Lowering): Code {
  if (isAll(one.type, "boolean", "number", "string", "null", "undefined")) return one.code;
  if (isAll(one.type, "array", "object", "error")) {
    return one.missing || mayBeNullish(one.type) ? code`(${one.code} != null)` : ["true"];
  }
  const local = lowering.freshLocal();
  return code`(${local} := ${one.code}; $type(${local}) in ["array", "object"] ? true : ${local} ? true : false)`;
}

export function isKnown(one: Value): boolean {
  return partsOf(presentType(one.type)).every(({ kind }) => kind !== "unknown");
}
