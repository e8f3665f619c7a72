import type { Dialect } from "./compile/compiler.ts";
import { isMarked } from "./sequence.ts";

/**
 * What an evaluation hands out: no marks of sequences, and on AWS the strings "Infinity", "-Infinity" and "NaN" for numbers that JSON does not
 * have, as a division by zero gives them. Measured on AWS: compiler.md 3.6.
 *
 * Only what the evaluation has made can hold either, so replacing items and fields changes nobody's data.
 */
export function toResult(value: unknown, dialect: Dialect): unknown {
  const texts = dialect === "aws";
  if (typeof value === "number") return texts && !Number.isFinite(value) ? String(value) : value;
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value)
    ? cleanArray(value, texts)
    : cleanRecord(value as Record<string, unknown>, texts);
}

function cleanArray(items: readonly unknown[], texts: boolean): unknown[] {
  const clean: unknown[] = isMarked(items) ? items.slice() : (items as unknown[]);
  for (let index = 0; index < clean.length; index++) {
    const item = clean[index];
    if (typeof item === "object" && item !== null) {
      if (Array.isArray(item)) {
        const cleaned = cleanArray(item, texts);
        if (cleaned !== item) clean[index] = cleaned;
      } else {
        cleanRecord(item as Record<string, unknown>, texts);
      }
    } else if (texts && typeof item === "number" && !Number.isFinite(item)) {
      clean[index] = String(item);
    }
  }
  return clean;
}

function cleanRecord(record: Record<string, unknown>, texts: boolean): Record<string, unknown> {
  for (const key in record) {
    const field = record[key];
    if (typeof field === "object" && field !== null) {
      if (Array.isArray(field)) {
        const cleaned = cleanArray(field, texts);
        // A marked array stands in an own field: nothing inherited is one.
        if (cleaned !== field) record[key] = cleaned;
      } else {
        cleanRecord(field as Record<string, unknown>, texts);
      }
    } else if (texts && typeof field === "number" && !Number.isFinite(field)) {
      record[key] = String(field);
    }
  }
  return record;
}
