import type { Json } from "./json.ts";
import { NotJsonError } from "./not-json-error.ts";

/** Whose value it is (`the result of task "load"`), and what its root is called in paths (`result`). */
export interface ValueName {
  what: string;
  root: string;
}

/**
 * A copy of a value as JSON: properties without a value are left out, a value that is missing altogether becomes null.
 * Throws `NotJsonError` at the first part that JSON text would lose or change.
 */
export function toJson(value: unknown, name: ValueName): Json {
  return value === undefined ? null : copy(value, name.root, [], name.what);
}

function copy(value: unknown, path: string, above: readonly object[], what: string): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      // JSON text has one zero.
      if (Number.isFinite(value)) return value === 0 ? 0 : value;
      throw new NotJsonError(what, path, String(value), "JSON has finite numbers only.");
    case "object":
      if (value === null) return null;
      if (above.includes(value)) {
        throw new NotJsonError(what, path, "part of itself", "JSON has no cycles: leave the reference out.");
      }
      return copyObject(value, path, [...above, value], what);
    default:
      throw new NotJsonError(what, path, ...explainPrimitive(value));
  }
}

function copyObject(value: object, path: string, above: readonly object[], what: string): Json {
  if (Array.isArray(value)) {
    // Array.from makes holes visible.
    return Array.from(value, (item: unknown, index) => copy(item, `${path}[${index}]`, above, what));
  }
  if (!isPlain(value)) throw new NotJsonError(what, path, ...explainObject(value));
  const target: { [key: string]: Json } = {};
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    if (part === undefined) continue;
    const json = copy(part, path + toStep(key), above, what);
    // An ordinary assignment to this one name would set the prototype.
    if (key === "__proto__") {
      Object.defineProperty(target, key, {
        value: json,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else {
      target[key] = json;
    }
  }
  return target;
}

/** An object literal, of this realm or another. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function toStep(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function explainPrimitive(value: unknown): [found: string, hint: string] {
  switch (typeof value) {
    case "undefined":
      return ["undefined", "An array has no missing elements in JSON: use null, or leave the element out."];
    case "bigint":
      return [`the BigInt ${value}`, "Pass it as text: String(value)."];
    case "function":
      return ["a function", "Functions stay where they are: pass the data that they need."];
    default:
      return [`a ${typeof value}`, "Pass text, a number, a boolean, null, an array or an object."];
  }
}

function explainObject(value: object): [found: string, hint: string] {
  if (value instanceof Date) return ["a Date", "Pass date.toISOString()."];
  if (value instanceof Map) return ["a Map", "Pass Object.fromEntries(map) or [...map]."];
  if (value instanceof Set) return ["a Set", "Pass [...set]."];
  if (value instanceof Promise) return ["a promise", "Await it first."];
  if (value instanceof Error) return [`an error (${value.name})`, "Pass error.name and error.message."];
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return ["binary data", 'Pass Buffer.from(data).toString("base64"), or store it and pass where it is.'];
  }
  const name: unknown = (value.constructor as { name?: unknown } | undefined)?.name;
  return [
    `an instance of ${typeof name === "string" && name !== "" ? name : "a class"}`,
    "Pass { ...value }.",
  ];
}
