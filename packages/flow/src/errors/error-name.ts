import { isNativeError } from "node:util/types";

/** Classes that say nothing: their instances are told apart by `name`. */
const nameless = new Set(["", "Error", "DOMException", "Object"]);

/**
 * The name by which an error is known on the other side of a boundary, where its class is not: a static `errorName` of the class, else
 * the class's name, else the error's own. Everything that is no Error is called `Error`.
 */
export function errorNameOf(thrown: unknown): string {
  if (!isError(thrown)) return "Error";
  const constructor: unknown = thrown.constructor;
  return (
    (typeof constructor === "function" ? errorNameOfClass(constructor) : undefined) ??
    (thrown.name || "Error")
  );
}

/** Also of another realm: test runners give each test file one of its own, and Node's errors come from outside of it. */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || isNativeError(thrown);
}

/** The name of an error class, or undefined for a class that says nothing. */
export function errorNameOfClass(errorClass: { name: string; errorName?: unknown }): string | undefined {
  const { name, errorName } = errorClass;
  // A subclass does not inherit it: a more special error has a name of its own.
  if (typeof errorName === "string" && Object.hasOwn(errorClass, "errorName")) return errorName;
  return nameless.has(name) ? undefined : name;
}

export function messageOf(thrown: unknown): string {
  if (isError(thrown)) return thrown.message;
  if (typeof thrown === "string") return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return String(thrown);
  }
}
