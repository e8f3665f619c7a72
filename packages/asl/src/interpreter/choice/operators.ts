import type { Json } from "../../json/json.ts";
import { parseInstant } from "../../timestamp.ts";
import { matchesPattern } from "./string-pattern.ts";

/** A comparison operator of JSONPath Choice rules. Source: Amazon States Language, Choice rules. */
export interface Operator {
  /** What the operand has to be. */
  readonly operand: "string" | "number" | "boolean" | "timestamp";
  /** Whether there is a form with `Path`. */
  readonly takesPath: boolean;
  /** Whether the variable may be missing; undefined then stands for it. */
  readonly acceptsMissing: boolean;
  holds(value: Json | undefined, operand: Json): boolean;
}

/** A value of another type than the operator compares does not fit; that is no error. */
export const operators: { readonly [name: string]: Operator } = {
  BooleanEquals: {
    operand: "boolean",
    takesPath: true,
    acceptsMissing: false,
    holds: (value, operand) => typeof value === "boolean" && value === operand,
  },
  StringMatches: {
    operand: "string",
    takesPath: false,
    acceptsMissing: false,
    holds: (value, operand) =>
      typeof value === "string" && typeof operand === "string" && matchesPattern(value, operand),
  },
  ...ordered("String", "string", (value) => (typeof value === "string" ? value : undefined)),
  ...ordered("Numeric", "number", (value) => (typeof value === "number" ? value : undefined)),
  ...ordered("Timestamp", "timestamp", (value) => parseInstant(value)),
  IsNull: is((value) => value === null, false),
  IsPresent: is((value) => value !== undefined, true),
  IsNumeric: is((value) => typeof value === "number", false),
  IsString: is((value) => typeof value === "string", false),
  IsBoolean: is((value) => typeof value === "boolean", false),
  IsTimestamp: is((value) => value !== undefined && parseInstant(value) !== undefined, false),
};

function is(test: (value: Json | undefined) => boolean, acceptsMissing: boolean): Operator {
  return {
    operand: "boolean",
    takesPath: false,
    acceptsMissing,
    holds: (value, operand) => test(value) === operand,
  };
}

/** Equals, LessThan and their kin for one type; `read` gives undefined for values of another. */
function ordered(
  prefix: string,
  operand: Operator["operand"],
  read: (value: Json) => string | number | undefined,
): { [name: string]: Operator } {
  const compare = (fits: (sign: number) => boolean): Operator => ({
    operand,
    takesPath: true,
    acceptsMissing: false,
    holds(value, other) {
      const [left, right] = [value === undefined ? undefined : read(value), read(other)];
      if (left === undefined || right === undefined) return false;
      return fits(left < right ? -1 : left > right ? 1 : 0);
    },
  });
  return {
    [`${prefix}Equals`]: compare((sign) => sign === 0),
    [`${prefix}LessThan`]: compare((sign) => sign < 0),
    [`${prefix}LessThanEquals`]: compare((sign) => sign <= 0),
    [`${prefix}GreaterThan`]: compare((sign) => sign > 0),
    [`${prefix}GreaterThanEquals`]: compare((sign) => sign >= 0),
  };
}
