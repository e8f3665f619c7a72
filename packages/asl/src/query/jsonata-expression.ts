import type { Json } from "../json/json.ts";
import { queryEvaluationError } from "../interpreter/failure.ts";
import { compileExpression } from "../jsonata/compile-expression.ts";
import { JsonataError } from "../jsonata/jsonata-error.ts";
import type { Evaluation } from "./evaluation.ts";

/** A compiled `{% … %}`: the value, or a StateError States.QueryEvaluationError. */
export type JsonataExpression = (evaluation: Evaluation) => Json;

/** The text between the marks, trimmed; undefined when the string is no expression. Blanks outside the marks make it plain text. */
export function expressionIn(text: string): string | undefined {
  return text.length >= 4 && text.startsWith("{%") && text.endsWith("%}")
    ? text.slice(2, -2).trim()
    : undefined;
}

/**
 * `field` names the place in messages: `Output/total`, `Choices[0]/Condition`.
 * Recorded on AWS: test_undefined_reference, test_map_state_items_eval_jsonata_fail.
 * Throws JsonataError when the source does not parse.
 */
export function compileJsonataExpression(source: string, field: string): JsonataExpression {
  const expression = compileExpression(source);
  const readsContext = expression
    .references()
    .variablePaths.some(
      ({ variable, names }) => variable === "states" && (names[0] === undefined || names[0] === "context"),
    );
  const subject = `The JSONata expression '${source}' specified for the field '${field}'`;
  return (evaluation) => {
    let value: unknown;
    try {
      value = expression.evaluate(undefined, evaluation.bindings(readsContext), evaluation.environment);
    } catch (error) {
      if (!(error instanceof JsonataError)) throw error;
      const reason = error.code === "" ? `: ${error.message}` : `. ${error.code}: ${error.message}`;
      throw queryEvaluationError(`${subject} threw an error during evaluation${reason}`, field);
    }
    if (value === undefined) throw queryEvaluationError(`${subject} returned nothing (undefined).`, field);
    if (!isJson(value)) throw queryEvaluationError(`${subject} returned an unsupported result type.`, field);
    return value;
  };
}

/** As `compileJsonataExpression`, for fields that need a value of one type. */
export function compileTypedExpression(
  source: string,
  field: string,
  type: JsonTypeName,
): (evaluation: Evaluation) => Json {
  const evaluate = compileJsonataExpression(source, field);
  return (evaluation) => expectType(evaluate(evaluation), type, source, field);
}

function expectType(value: Json, type: JsonTypeName, source: string, field: string): Json {
  if (jsonTypeName(value) === type) return value;
  throw queryEvaluationError(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. Expected '${type}', but was '${jsonTypeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

export type JsonTypeName = "null" | "boolean" | "number" | "string" | "array" | "object";

function jsonTypeName(value: Json): JsonTypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "string";
    default:
      return "object";
  }
}

/** Functions are values in JSONata, but nothing that a state could hand on. */
function isJson(value: unknown): value is Json {
  if (typeof value !== "object" || value === null) {
    return (
      value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)
    );
  }
  return Array.isArray(value) ? value.every(isJson) : Object.values(value).every(isJson);
}
