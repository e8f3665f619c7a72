import type { Json } from "../json/json.ts";
import { isObject } from "../json/object.ts";
import { compileExpression, type Expression } from "../jsonata/compile-expression.ts";
import { JsonataError } from "../jsonata/jsonata-error.ts";
import { expressionIn } from "../query/jsonata-expression.ts";
import type { Report } from "./report.ts";
import type { ValueRule } from "./value-rules.ts";

/** What `$states` holds where an expression stands; `input` and `context` are always there. */
type Offered = readonly ("result" | "errorOutput")[];

/** A value with `{% … %}` strings anywhere inside. */
export const jsonataTemplate = template([]);

/** Output and Assign of a state that has a result. */
export const resultTemplate = template(["result"]);

/** Output and Assign of a catcher. */
export const catcherTemplate = template(["errorOutput"]);

function template(offered: Offered): ValueRule {
  return function check(value, location, report) {
    if (typeof value === "string") checkString(value, offered, location, report);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) check(item, `${location}[${index}]`, report);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) check(item, `${location}/${key}`, report);
    }
  };
}

/** An expression, or else what another rule takes. */
export function expressionOr(otherwise: ValueRule): ValueRule {
  return (value, location, report) => {
    if (isExpression(value)) jsonataTemplate(value, location, report);
    else otherwise(value, location, report);
  };
}

export function isExpression(value: Json): value is string {
  return typeof value === "string" && expressionIn(value) !== undefined;
}

function checkString(text: string, offered: Offered, location: string, report: Report): void {
  const source = expressionIn(text);
  if (source !== undefined) return checkExpression(source, offered, location, report);
  // Half of the marks is a slip; blanks around both make plain text. Recorded on AWS: test_base_cases[BASE_...].
  if (text.startsWith("{%") || text.endsWith("%}")) {
    report.add(
      "INVALID_JSONATA_EXPRESSION",
      "A JSONata expression must begin with '{%' and end with '%}'",
      location,
    );
  }
}

/** Measured on AWS: floci #2745; the message is the parser's without its code. */
function checkExpression(source: string, offered: Offered, location: string, report: Report): void {
  try {
    checkReferences(compileExpression(source), offered, location, report);
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error;
    report.add("INVALID_JSONATA_EXPRESSION", error.message, location);
  }
}

/** There is no context item: data is read from `$states` or a variable. Measured on AWS: floci #2670, #2745. */
function checkReferences(expression: Expression, offered: Offered, location: string, report: Report): void {
  const { topLevelNames, topLevelContext, root, variablePaths } = expression.references();
  const refuse = (message: string) => report.add("UNSUPPORTED_JSONATA_EXPRESSION", message, location);
  for (const name of new Set(topLevelNames.map((reference) => reference.name))) {
    refuse(`Reference to '${name}' at the top level is not supported.`);
  }
  if (topLevelContext.length > 0) refuse("Reference to '$' at the top level is not supported.");
  if (root.length > 0) refuse("Reference to '$$' is not supported.");
  for (const field of ["result", "errorOutput"] as const) {
    const isRead = variablePaths.some(({ variable, names }) => variable === "states" && names[0] === field);
    if (isRead && !offered.includes(field)) refuse(`Reference to '$states.${field}' is not supported here.`);
  }
}
