import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { toJavaText } from "../json/java-text.ts";
import type { Evaluation } from "../query/evaluation.ts";
import { compileTypedExpression, expressionIn } from "../query/jsonata-expression.ts";
import { compileFieldPath } from "../query/query-path.ts";
import { queryEvaluationError, runtimeError } from "./failure.ts";

/** Values that a field may have, ends included. */
export interface NumberRange {
  least: number;
  most: number;
  /** Default: integers only. */
  fractions?: boolean;
}

/**
 * A field that is a number as it stands, a JSONata expression, or (under the name with `Path`) a JSONPath.
 * Undefined when the state has none of them.
 */
export function compileNumber<Field extends string>(
  field: Field,
  definition: { [Key in Field | `${Field}Path`]?: number | string },
  language: QueryLanguage,
  range: NumberRange,
): (evaluation: Evaluation) => number | undefined {
  const fixed: number | string | undefined = definition[field];
  const path: number | string | undefined = definition[`${field}Path`];
  if (typeof path === "string") return numberAt(field, path, range);
  const source = typeof fixed === "string" && language === "JSONata" ? expressionIn(fixed) : undefined;
  if (source !== undefined) return numberFrom(field, source, range);
  const value = typeof fixed === "number" ? fixed : undefined;
  return () => value;
}

function numberFrom(field: string, source: string, range: NumberRange): (evaluation: Evaluation) => number {
  const evaluate = compileTypedExpression(source, field, "number");
  return (evaluation) => {
    const value = evaluate(evaluation);
    if (isIn(value, range)) return value;
    throw queryEvaluationError(
      `The JSONata expression '${source}' specified for the field '${field}' must be an integer between ${range.least} and ${range.most}, but was ${JSON.stringify(value)}`,
      field,
    );
  };
}

/** Recorded on AWS: test_max_concurrency_path. */
function numberAt(field: string, path: string, range: NumberRange): (evaluation: Evaluation) => number {
  const read = compileFieldPath(path);
  return (evaluation) => {
    const value = read(evaluation, evaluation.input);
    // Text that is an integer will do. Recorded on AWS: MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH.
    const number = typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
    if (isIn(number, range)) return number;
    const text = typeof value === "string" ? value : toJavaText(value);
    throw runtimeError(
      `The ${field}Path field refers to value "${text}" which is not a valid integer: ${path}`,
    );
  };
}

function isIn(value: Json, { least, most, fractions = false }: NumberRange): value is number {
  if (typeof value !== "number" || value < least || value > most) return false;
  return fractions || Number.isInteger(value);
}
