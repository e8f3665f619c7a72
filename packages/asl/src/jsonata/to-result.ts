import type { Dialect } from "./dialect.ts";
import type { Run } from "./run.ts";
import { isMarked } from "./sequence.ts";

/**
 * What an evaluation hands out: no marks of sequences, and on AWS the strings "Infinity", "-Infinity" and "NaN" for numbers that JSON does not
 * have, as a division by zero gives them. Measured on AWS by sfnx, and floci #2783.
 *
 * Only what the evaluation has made can hold either, so replacing items and fields changes nobody's data.
 *
 * @throws JsonataError when the value is too large, written out
 */
export function toResult(value: unknown, dialect: Dialect, run: Run): unknown {
  const texts = dialect === "aws";
  if (typeof value === "number") return texts && !Number.isFinite(value) ? String(value) : value;
  if (typeof value !== "object" || value === null) return value;
  return new Cleaner(run, texts).clean(value);
}

class Cleaner {
  private heldBytes = 0;
  private readonly run: Run;
  private readonly texts: boolean;

  constructor(run: Run, texts: boolean) {
    this.run = run;
    this.texts = texts;
  }

  clean(value: object): object {
    return Array.isArray(value) ? this.cleanArray(value) : this.cleanRecord(value as Record<string, unknown>);
  }

  private cleanArray(items: readonly unknown[]): unknown[] {
    this.heldBytes = this.run.count(items.length * 8, this.heldBytes);
    const clean: unknown[] = isMarked(items) ? items.slice() : (items as unknown[]);
    for (let index = 0; index < clean.length; index++) {
      const item = clean[index];
      if (typeof item === "object" && item !== null) {
        const cleaned = this.clean(item);
        if (cleaned !== item) clean[index] = cleaned;
      } else if (typeof item === "number" && this.texts && !Number.isFinite(item)) {
        clean[index] = String(item);
      }
    }
    return clean;
  }

  private cleanRecord(record: Record<string, unknown>): Record<string, unknown> {
    let fields = 0;
    for (const key in record) {
      fields++;
      const field = record[key];
      if (typeof field === "object" && field !== null) {
        const cleaned = this.clean(field);
        // What has to be replaced stands in an own field: nothing inherited is an object.
        if (cleaned !== field) record[key] = cleaned;
      } else if (typeof field === "number" && this.texts && !Number.isFinite(field)) {
        record[key] = String(field);
      }
    }
    this.heldBytes = this.run.count(fields * 8, this.heldBytes);
    return record;
  }
}
