import type { Json } from "../../json/json.ts";
import { isObject, type JsonObject } from "../../json/object.ts";
import { PathNotFound } from "../../jsonpath/path-error.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileQueryPath } from "../../query/query-path.ts";
import { runtimeError } from "../failure.ts";
import { operators } from "./operators.ts";

/** Whether a rule, or a comparison inside one, holds. */
export type Comparison = (evaluation: Evaluation, input: Json) => boolean;

/** A JSONPath rule or comparison. Throws InvalidPath. */
export function compileComparison(definition: { [field: string]: unknown }): Comparison {
  const { And, Or, Not, Variable } = definition;
  if (Array.isArray(And)) {
    const all = And.filter(isObject).map(compileComparison);
    return (evaluation, input) => all.every((holds) => holds(evaluation, input));
  }
  if (Array.isArray(Or)) {
    const any = Or.filter(isObject).map(compileComparison);
    return (evaluation, input) => any.some((holds) => holds(evaluation, input));
  }
  if (isObject(Not)) {
    const inner = compileComparison(Not);
    return (evaluation, input) => !inner(evaluation, input);
  }
  return compileTest(String(Variable), definition);
}

/** The operator that a comparison has, with its value; `…Path` forms take the value from the input. */
export function operatorIn(definition: {
  [field: string]: unknown;
}): { name: string; isPath: boolean; operand: unknown } | undefined {
  for (const [field, operand] of Object.entries(definition)) {
    if (Object.hasOwn(operators, field)) return { name: field, isPath: false, operand };
    const name = field.endsWith("Path") ? field.slice(0, -"Path".length) : "";
    if (Object.hasOwn(operators, name) && operators[name]?.takesPath) return { name, isPath: true, operand };
  }
  return undefined;
}

function compileTest(variable: string, definition: JsonObject | { [field: string]: unknown }): Comparison {
  const found = operatorIn(definition);
  const operator = found === undefined ? undefined : operators[found.name];
  // A validated comparison has exactly one operator.
  if (found === undefined || operator === undefined) throw new Error("The comparison has no operator.");
  const read = compileQueryPath(variable);
  const readVariable = (evaluation: Evaluation, input: Json) => {
    try {
      return read(evaluation, input);
    } catch (error) {
      if (error instanceof PathNotFound) return undefined;
      throw error;
    }
  };
  const readOperand = compileOperand(found.isPath, found.operand);
  return (evaluation, input) => {
    const value = readVariable(evaluation, input);
    if (value === undefined && !operator.acceptsMissing) throw missing(variable);
    return operator.holds(value, readOperand(evaluation, input));
  };
}

function compileOperand(isPath: boolean, operand: unknown): (evaluation: Evaluation, input: Json) => Json {
  if (!isPath) {
    const value = toJson(operand);
    return () => value;
  }
  const path = String(operand);
  const read = compileQueryPath(path);
  return (evaluation, input) => {
    try {
      return read(evaluation, input);
    } catch (error) {
      if (error instanceof PathNotFound) throw missing(path);
      throw error;
    }
  };
}

function missing(path: string): Error {
  return runtimeError(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}

/** An operand in a definition that was read from JSON. */
function toJson(value: unknown): Json {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
