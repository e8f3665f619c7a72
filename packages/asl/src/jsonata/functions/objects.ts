import { JsonataError } from "../jsonata-error.ts";
import { fieldOf } from "../compile/field-of.ts";
import { isFunction } from "../jsonata-function.ts";
import { append, createSequence } from "../sequence.ts";
import { assignFields, isNumber, isRecord, isTrue, setField } from "../values.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";
import { roundTo15Digits } from "./stringify.ts";

/** Functions on objects, and on values of any kind. */
export const objectFunctions: Readonly<Record<string, Builtin>> = {
  keys: builtin("<x-:a<s>>", 1, ({ run }, value: unknown) => {
    const keys = createSequence();
    const seen = new Set<string>();
    collectKeys(value, seen);
    run.allocateItems(seen.size);
    for (const key of inObjectOrder(seen, Array.isArray(value))) keys.push(key);
    return keys;
  }),
  lookup: builtin("<x-s:x>", 2, (_call, value: unknown, key: string | undefined) =>
    key === undefined ? undefined : fieldOf(value, key),
  ),
  spread: builtin("<x-:a<o>>", 1, (_call, value: unknown) => spread(value)),
  merge: builtin("<a<o>:o>", 1, ({ run }, objects: unknown[] | undefined) => {
    if (objects === undefined) return undefined;
    run.spend(objects.length);
    const merged: Record<string, unknown> = {};
    for (const object of objects) {
      if (isRecord(object)) assignFields(merged, object);
    }
    return merged;
  }),
  boolean: builtin("<x-:b>", 1, (_call, value: unknown) =>
    value === undefined ? undefined : !isFunction(value) && isTrue(value),
  ),
  not: builtin("<x-:b>", 1, (_call, value: unknown) =>
    value === undefined ? undefined : isFunction(value) || !isTrue(value),
  ),
  exists: builtin("<x:b>", 1, (_call, value: unknown) => value !== undefined),
  type: builtin("<x:s>", 1, (_call, value: unknown) => typeOf(value)),
  clone: builtin("<(oa)-:o>", 1, ({ run }, value: unknown) =>
    value === undefined ? undefined : clone(value, run),
  ),
  error: builtin("<s?:x>", 1, (_call, reason: string | undefined) => {
    throw new JsonataError("D3137", {
      reason: reason === undefined || reason === "" ? "$error() function evaluated" : reason,
    });
  }),
  assert: builtin("<bs?:x>", 2, (_call, condition: boolean | undefined, reason: string | undefined) => {
    if (condition === true) return undefined;
    throw new JsonataError("D3141", {
      reason: reason === undefined || reason === "" ? "$assert() statement failed" : reason,
    });
  }),
};

function collectKeys(value: unknown, keys: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectKeys(item, keys);
  } else if (isRecord(value)) {
    for (const key of Object.keys(value)) keys.add(key);
  }
}

/** Keys merged from several objects have the order that they would have in one object: whole numbers first. */
function inObjectOrder(keys: ReadonlySet<string>, merged: boolean): Iterable<string> {
  if (!merged) return keys;
  const object: Record<string, unknown> = {};
  for (const key of keys) setField(object, key, true);
  return Object.keys(object);
}

function spread(value: unknown): unknown {
  if (Array.isArray(value)) {
    let result: unknown = createSequence();
    for (const item of value) result = append(result, spread(item));
    return result;
  }
  if (!isRecord(value)) return value;
  const fields = createSequence();
  for (const key of Object.keys(value)) {
    const field: Record<string, unknown> = {};
    setField(field, key, value[key]);
    fields.push(field);
  }
  return fields;
}

export function typeOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return "null";
  if (isNumber(value)) return "number";
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "function")
    return typeof value;
  return Array.isArray(value) ? "array" : "object";
}

interface Spender {
  spend(steps: number): void;
}

/** A deep copy as JSON would give it: numbers of 15 significant digits, functions as empty strings, no missing values. */
function clone(value: unknown, run: Spender): unknown {
  run.spend(1);
  if (typeof value === "number") return isNumber(value) ? roundTo15Digits(value) : null;
  if (typeof value === "function") return "";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((item: unknown) => (item === undefined ? null : clone(item, run)));
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) setField(copy, key, clone(field, run));
  }
  return copy;
}
