import type { CallExpression } from "oxc-parser";
import type { Type } from "../types/type.ts";
import { type Callback, lowerCallback } from "./callback.ts";
import { type Code, code } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

export interface MethodCall {
  node: CallExpression;
  object: Value;
  arguments: CallExpression["arguments"];
  scope: Scope;
  lowering: Lowering;
}

/** Gives undefined for arguments it has no exact counterpart for. */
export type Method = (call: MethodCall) => Value | undefined;

/** An argument that is a plain expression. */
export function argument({ arguments: all, lowering, scope }: MethodCall, index: number): Value | undefined {
  const node = all[index];
  return node === undefined || node.type === "SpreadElement" ? undefined : lowering.lower(node, scope);
}

/** The first argument as a callback. */
export function callbackOf(call: MethodCall, types: readonly Type[]): Callback | undefined {
  return lowerCallback(call.arguments[0], types, call.scope, call.lowering);
}

/** `n`, `s`, `e`: length, start and end of a slice, negative ones from the end. */
export function sliceBounds(
  length: Code,
  from: Value | undefined,
  to: Value | undefined,
  [n, s, e]: readonly [string, string, string],
): Code {
  const start = from === undefined ? code`0` : from.code;
  const end = to === undefined ? code`${n}` : to.code;
  return code`${n} := ${length}; ${s} := ${start}; ${s} := ${s} < 0 ? $max([0, ${n} + ${s}]) : ${s}; ${e} := ${end}; ${e} := ${e} < 0 ? ${n} + ${e} : ${e}`;
}
