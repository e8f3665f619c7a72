import type { Dialect } from "../dialect.ts";
import { JsonataError } from "../jsonata-error.ts";
import { countHeldBytes } from "../held-bytes.ts";
import type { Run } from "../run.ts";
import { unwrapInput } from "../sequence.ts";

/** Any value as text: a string as it is, a function as nothing, other values as JSON with numbers of 15 significant digits. */
export function stringify(value: unknown, dialect: Dialect, run: Run, pretty = false): string | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "string":
      return value;
    case "function":
      return "";
    case "number":
      if (!Number.isFinite(value)) throw new JsonataError("D3001", { value });
      return numberText(value);
    case "boolean":
      return String(value);
    default:
      break;
  }
  countHeldBytes(value, run);
  const text = JSON.stringify(unwrapInput(value), replace, pretty ? 2 : 0) ?? "";
  return dialect === "aws" ? withRawControls(text) : text;
}

/** @throws JsonataError D1001 for a number that JSON does not have */
function replace(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isNaN(value)) {
    if (!Number.isFinite(value)) throw new JsonataError("D1001", { value });
    return roundTo15Digits(value);
  }
  return typeof value === "function" ? "" : value;
}

function numberText(value: number): string {
  return JSON.stringify(roundTo15Digits(value));
}

export function roundTo15Digits(value: number): number {
  return Number.isSafeInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(15));
}

/**
 * AWS leaves control characters that have no short escape as they are.
 * Measured on AWS by sfnx.
 */
function withRawControls(text: string): string {
  if (!text.includes("\\u00")) return text;
  return text.replaceAll(/\\(?:u00([01][0-9a-f])|[\s\S])/g, (escape, digits: string | undefined) =>
    digits === undefined ? escape : String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
