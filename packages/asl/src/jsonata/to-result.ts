import type { Dialect } from "./compile/compiler.ts";
import { withoutMarks } from "./sequence.ts";

/** What an evaluation hands out: no marks of sequences; on AWS, numbers that JSON does not have as strings. */
export function toResult(value: unknown, dialect: Dialect): unknown {
  if (typeof value === "number") return dialect === "aws" ? finiteOrText(value) : value;
  if (typeof value !== "object" || value === null) return value;
  return dialect === "aws" ? withTexts(withoutMarks(value)) : withoutMarks(value);
}

/**
 * A division by zero is the string "Infinity", "-Infinity" or "NaN" on AWS.
 * Measured on AWS: compiler.md 3.6.
 */
function finiteOrText(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** Only what the evaluation made can hold such a number, so changing fields changes nobody's data. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === "number") {
        if (!Number.isFinite(item)) value[index] = String(item);
      } else if (typeof item === "object" && item !== null) {
        withTexts(item);
      }
    }
  } else if (typeof value === "object" && value !== null) {
    const record = value as Record<string, unknown>;
    for (const key of Object.keys(record)) {
      const field = record[key];
      if (typeof field === "number") {
        if (!Number.isFinite(field)) record[key] = String(field);
      } else if (typeof field === "object" && field !== null) {
        withTexts(field);
      }
    }
  }
  return value;
}
