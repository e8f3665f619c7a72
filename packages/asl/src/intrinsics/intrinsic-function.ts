import type { Environment } from "../execution.ts";
import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";

/** A function refuses its arguments; the message says why. */
export class IntrinsicError extends Error {
  override readonly name = "IntrinsicError";
}

/** An intrinsic function: what it takes and what it makes of it. */
export interface IntrinsicFunction {
  /** How many arguments, from and to. */
  readonly arity: readonly [least: number, most: number];
  /** Throws IntrinsicError. */
  apply(args: readonly Json[], environment: Environment): Json;
}

export function arrayAt(args: readonly Json[], index: number): Json[] {
  const value = args[index];
  if (Array.isArray(value)) return value;
  throw wrongType(index, "an array", value);
}

export function stringAt(args: readonly Json[], index: number): string {
  const value = args[index];
  if (typeof value === "string") return value;
  throw wrongType(index, "a string", value);
}

export function objectAt(args: readonly Json[], index: number): JsonObject {
  const value = args[index];
  if (isObject(value)) return value;
  throw wrongType(index, "an object", value);
}

/** Fractions are rounded half up, as Java rounds. Recorded on AWS: test_math_add. */
export function integerAt(args: readonly Json[], index: number): number {
  const value = args[index];
  if (typeof value === "number" && Math.abs(value) <= 2 ** 53) return Math.floor(value + 0.5);
  throw wrongType(index, "a number", value);
}

function wrongType(index: number, expected: string, value: Json | undefined): IntrinsicError {
  return new IntrinsicError(
    `Argument ${index + 1} must be ${expected}, but was ${JSON.stringify(value)?.slice(0, 200)}`,
  );
}
