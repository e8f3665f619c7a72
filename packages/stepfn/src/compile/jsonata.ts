import type { JsonObject } from "../json.ts";

/** Marks text as an expression, for Step Functions to evaluate. */
export function expression(text: string): string {
  return `{% ${text} %}`;
}

/** A string literal. JSONata knows JSON's escapes. */
export function literal(value: string | JsonObject): string {
  return JSON.stringify(value);
}

/** Strings and parts of JSONata joined by `&`. */
export function concatenate(...parts: readonly string[]): string {
  return parts.join(" & ");
}

// The run's name and ARN. Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
export const executionName = "$states.context.Execution.Name";
export const executionArn = "$states.context.Execution.Id";
