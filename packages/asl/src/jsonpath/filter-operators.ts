import type { Json } from "../json/json.ts";

/** Longer ones first, so that `<=` is not read as `<`. */
export const filterOperators = [
  "==",
  "!=",
  "<=",
  ">=",
  "<",
  ">",
  "subsetof",
  "anyof",
  "noneof",
  "contains",
  "nin",
  "in",
  "size",
  "empty",
] as const;

export type FilterOperator = (typeof filterOperators)[number];

/** Compares as Jayway does: equality by value, order only between two numbers or two strings; a missing side fits nothing but `!=` and `nin`. */
export function compareValues(
  operator: FilterOperator,
  left: Json | undefined,
  right: Json | undefined,
): boolean {
  switch (operator) {
    case "==":
      return left !== undefined && equals(left, right);
    case "!=":
      return left === undefined || !equals(left, right);
    case "<":
      return order(left, right, (sign) => sign < 0);
    case "<=":
      return order(left, right, (sign) => sign <= 0);
    case ">":
      return order(left, right, (sign) => sign > 0);
    case ">=":
      return order(left, right, (sign) => sign >= 0);
    case "in":
      return listOf(right).some((item) => equals(item, left));
    case "nin":
      return !listOf(right).some((item) => equals(item, left));
    case "contains":
      return typeof left === "string" && typeof right === "string"
        ? left.includes(right)
        : listOf(left).some((item) => equals(item, right));
    case "subsetof":
      return Array.isArray(left) && left.every((item) => listOf(right).some((other) => equals(item, other)));
    case "anyof":
      return listOf(left).some((item) => listOf(right).some((other) => equals(item, other)));
    case "noneof":
      return !listOf(left).some((item) => listOf(right).some((other) => equals(item, other)));
    case "size":
      return (typeof left === "string" || Array.isArray(left)) && left.length === right;
    case "empty":
      return (typeof left === "string" || Array.isArray(left)) && (left.length === 0) === right;
  }
}

function equals(left: Json, right: Json | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const entries = Object.entries(left);
  if (Array.isArray(left) !== Array.isArray(right) || entries.length !== Object.keys(right).length)
    return false;
  const other = new Map(Object.entries(right));
  return entries.every(([key, value]) => other.has(key) && equals(value, other.get(key)));
}

function order(left: Json | undefined, right: Json | undefined, fits: (sign: number) => boolean): boolean {
  const comparable =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!comparable) return false;
  return fits(left < right ? -1 : left > right ? 1 : 0);
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
