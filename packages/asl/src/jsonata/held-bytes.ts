import type { Run } from "./run.ts";

/**
 * Bytes that a value takes when it is written out: 8 a number, 1 a character.
 *
 * @throws JsonataError when that is more than a value may take
 */
export function countHeldBytes(value: unknown, run: Run, heldBytes = 0): number {
  if (typeof value === "string") return heldBytes + value.length;
  if (typeof value !== "object" || value === null) return heldBytes + 8;
  let held = heldBytes;
  if (Array.isArray(value)) {
    held = run.count(0, held);
    for (const item of value) held = countHeldBytes(item, run, held);
    return held;
  }
  for (const key of Object.keys(value)) {
    held = run.count(key.length, held);
    held = countHeldBytes((value as Record<string, unknown>)[key], run, held);
  }
  return run.count(0, held);
}
