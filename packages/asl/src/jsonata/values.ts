/** How JSONata looks at values: as numbers, as booleans, as equal. */
import { JsonataError } from "./jsonata-error.ts";

/** @throws JsonataError D1001 for a number that JSON does not have */
export function isNumber(value: unknown): value is number {
  if (typeof value !== "number" || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw new JsonataError("D1001", { value });
  return true;
}

export function isArrayOfNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isNumber);
}

export function isArrayOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as a condition: empty and zero are false, an array is true when one of its items is. A function is true here, unlike for `$boolean`. */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value.length > 0;
    case "number":
      return isNumber(value) && value !== 0;
    case "object":
      if (value === null) return false;
      if (!Array.isArray(value)) return hasFields(value);
      return value.length === 1 ? isTrue(value[0]) : value.some(isTrue);
    case "function":
      return true;
    default:
      return false;
  }
}

function hasFields(value: object): boolean {
  for (const key in value) {
    if (Object.hasOwn(value, key)) return true;
  }
  return false;
}

interface Spender {
  spend(steps: number): void;
}

/** Equal in structure; the order of fields does not count. */
export function isDeepEqual(left: unknown, right: unknown, run: Spender): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  run.spend(1);
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) {
      if (!isDeepEqual(left[index], right[index], run)) return false;
    }
    return true;
  }
  const one = left as Record<string, unknown>;
  const other = right as Record<string, unknown>;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(other, key) || !isDeepEqual(one[key], other[key], run)) return false;
  }
  return true;
}

/** Sets a field, also one that is called `__proto__`. */
export function setField(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** Sets all fields of an object on another. */
export function assignFields(target: Record<string, unknown>, source: Record<string, unknown>): void {
  if (!Object.hasOwn(source, "__proto__")) {
    Object.assign(target, source);
    return;
  }
  for (const key of Object.keys(source)) setField(target, key, source[key]);
}
