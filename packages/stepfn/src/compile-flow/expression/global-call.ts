import type { CallExpression } from "oxc-parser";
import { isAll, mayBeNullish, type Type } from "../types/type.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

export interface GlobalCall {
  node: CallExpression;
  values: readonly Value[];
  lowering: Lowering;
  scope: Scope;
}

/** Gives undefined for arguments it has no exact counterpart for. */
export type GlobalFunction = (call: GlobalCall) => Value | undefined;

/** Whether the value is of this kind for certain: there, and nothing else. */
export function isSurely(one: Value | undefined, kind: Type["kind"]): one is Value {
  return one !== undefined && isSure(one, kind);
}

export function isSure(one: Value, kind: Type["kind"]): boolean {
  return !one.missing && !mayBeNullish(one.type) && isAll(one.type, kind);
}
