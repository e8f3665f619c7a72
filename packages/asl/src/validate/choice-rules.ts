import { assignment } from "./assign-rules.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { type Operator, operators } from "../interpreter/choice/operators.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { expressionOr, jsonataTemplate } from "./jsonata-rules.ts";
import type { Report } from "./report.ts";
import { boolean, path, payloadTemplate, string, timestamp, type ValueRule } from "./value-rules.ts";

/** The rules of a Choice. */
export function checkChoices(
  state: JsonObject,
  language: QueryLanguage,
  location: string,
  report: Report,
): void {
  const { Choices } = state;
  if (!Array.isArray(Choices)) return;
  if (Choices.length === 0) report.schema("There must be at least one choice rule", `${location}/Choices`);
  for (const [index, rule] of Choices.entries()) {
    const place = `${location}/Choices[${index}]`;
    if (!isObject(rule)) report.schema("Expected value of type Object", place);
    else if (language === "JSONata") checkJsonataRule(rule, place, report);
    else checkPathRule(rule, place, report);
  }
}

const jsonataRuleFields: { readonly [field: string]: ValueRule } = {
  Comment: string,
  Next: string,
  Condition: expressionOr(boolean),
  Assign: assignment(jsonataTemplate),
  Output: jsonataTemplate,
};

function checkJsonataRule(rule: JsonObject, location: string, report: Report): void {
  for (const [field, value] of Object.entries(rule)) {
    const check = Object.hasOwn(jsonataRuleFields, field) ? jsonataRuleFields[field] : undefined;
    if (check === undefined) report.schema(`Field '${field}' is not supported`, location);
    else check(value, `${location}/${field}`, report);
  }
  require(rule, ["Next", "Condition"], location, report);
}

const pathRuleFields: { readonly [field: string]: ValueRule } = {
  Comment: string,
  Next: string,
  Assign: assignment(payloadTemplate),
};

function checkPathRule(rule: JsonObject, location: string, report: Report): void {
  const comparison: JsonObject = {};
  for (const [field, value] of Object.entries(rule)) {
    const check = Object.hasOwn(pathRuleFields, field) ? pathRuleFields[field] : undefined;
    if (check === undefined) comparison[field] = value;
    else check(value, `${location}/${field}`, report);
  }
  require(rule, ["Next"], location, report);
  checkComparison(comparison, location, report);
}

function require(rule: JsonObject, fields: readonly string[], location: string, report: Report): void {
  const missing = fields.filter((field) => rule[field] === undefined);
  if (missing.length > 0) report.schema(`These fields are required: [${missing.join(", ")}]`, location);
}

/** `And`, `Or`, `Not`, or `Variable` with one operator. */
function checkComparison(comparison: JsonObject, location: string, report: Report): void {
  const { And, Or, Not } = comparison;
  const [combinator] = ["And", "Or", "Not"].filter((field) => comparison[field] !== undefined);
  if (combinator === undefined) return checkTest(comparison, location, report);
  for (const field of Object.keys(comparison)) {
    if (field !== combinator && field !== "Comment") {
      report.schema(`Field '${field}' is not supported`, location);
    }
  }
  if (combinator === "Not") return checkInner(Not ?? null, `${location}/Not`, report);
  const list = And ?? Or;
  const place = `${location}/${combinator}`;
  if (!Array.isArray(list)) return report.schema("Expected value of type Array", place);
  if (list.length === 0) report.schema("There must be at least one comparison", place);
  for (const [index, inner] of list.entries()) checkInner(inner, `${place}[${index}]`, report);
}

function checkInner(comparison: Json, location: string, report: Report): void {
  if (!isObject(comparison)) return report.schema("Expected value of type Object", location);
  if (comparison["Next"] !== undefined) report.schema("Field 'Next' is not supported", location);
  const { Next: _next, ...rest } = comparison;
  checkComparison(rest, location, report);
}

function checkTest(comparison: JsonObject, location: string, report: Report): void {
  const { Variable } = comparison;
  if (Variable === undefined) report.schema("These fields are required: [Variable]", location);
  else path(Variable, `${location}/Variable`, report);
  let found = 0;
  for (const [field, operand] of Object.entries(comparison)) {
    if (field === "Variable" || field === "Comment") continue;
    const rule = operandRule(field);
    if (rule === undefined) report.schema(`Field '${field}' is not supported`, location);
    else {
      found += 1;
      rule(operand, `${location}/${field}`, report);
    }
  }
  if (found !== 1) report.schema("There should be exactly one comparison operator", location);
}

const operandRules: { readonly [Kind in Operator["operand"]]: ValueRule } = {
  string,
  boolean,
  timestamp,
  number(value, location, report) {
    if (typeof value !== "number") report.schema("Expected value of type Number", location);
  },
};

function operandRule(field: string): ValueRule | undefined {
  const operator = Object.hasOwn(operators, field) ? operators[field] : undefined;
  if (operator !== undefined) return operandRules[operator.operand];
  const name = field.endsWith("Path") ? field.slice(0, -"Path".length) : "";
  return Object.hasOwn(operators, name) && operators[name]?.takesPath ? path : undefined;
}
