import { isAll, mayBeNullish } from "../types/type.ts";
import { type Code, code } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import { present, type Value } from "./value.ts";

/**
 * An array of one item, for certain. An array constructor splices the items of an array, but not those of a constructor that stands right in it: the
 * parentheses make it forget which of the two the item is, now and when a variable is replaced by what it is assigned.
 */
export function toSingle(one: Value, lowering: Lowering): Code {
  const stored = present(one, lowering.freshLocal);
  if (isAll(stored.type, "boolean", "number", "string", "object", "error")) return code`[${stored.code}]`;
  if (isAll(stored.type, "array") && !mayBeNullish(stored.type)) return code`[[(${stored.code})]]`;
  const local = lowering.freshLocal();
  return code`(${local} := ${stored.code}; $type(${local}) = "array" ? [[${local}]] : [${local}])`;
}
