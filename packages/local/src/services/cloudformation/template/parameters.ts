import type { Parameter } from "@aws-sdk/client-cloudformation";

import { validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { ParameterDeclaration, Template } from "./template.ts";

/** Parameter values as text, which is how CloudFormation keeps them; `toParameterValue` says what `Ref` gives. */
export type ParameterTexts = Readonly<Record<string, string>>;

/**
 * The value of every declared parameter: given, previous (`UsePreviousValue`), or default; each checked against its
 * constraints. `previous` are the stack's values, absent on creation. Throws ValidationError in CloudFormation's words.
 */
export function resolveParameters(
  template: Template,
  given: readonly Parameter[],
  previous: ParameterTexts | undefined,
): ParameterTexts {
  const byKey = new Map(given.map((parameter) => [parameter.ParameterKey ?? "", parameter]));
  const unknown = [...byKey.keys()].filter((key) => !template.parameters.has(key));
  if (unknown.length > 0) {
    throw validationError(`Parameters: [${unknown.join(", ")}] do not exist in the template`);
  }
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, declaration] of template.parameters) {
    const value = chooseValue(name, declaration, byKey.get(name), previous);
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(", ")}] must have values`);
  for (const [name, declaration] of template.parameters) {
    checkConstraints(name, declaration, values[name] ?? "");
  }
  return values;
}

function chooseValue(
  name: string,
  declaration: ParameterDeclaration,
  parameter: Parameter | undefined,
  previous: ParameterTexts | undefined,
): string | undefined {
  if (parameter?.UsePreviousValue) {
    if (parameter.ParameterValue !== undefined) {
      throw validationError(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    if (!previous || !Object.hasOwn(previous, name)) {
      throw validationError(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    }
    return previous[name];
  }
  return parameter?.ParameterValue ?? declaration.default;
}

/** What `Ref` gives: a list for list types, text for all others. */
export function toParameterValue(declaration: ParameterDeclaration, text: string): Json {
  return isListType(declaration.type) ? splitList(text) : text;
}

function isListType(type: string): boolean {
  return type === "CommaDelimitedList" || type.startsWith("List<");
}

function splitList(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}

// Source: CloudFormation User Guide, "Parameters"; the words as the service answers them.
function checkConstraints(name: string, declaration: ParameterDeclaration, text: string): void {
  if (declaration.type.startsWith("AWS::SSM::Parameter::Value")) {
    throw validationError(`Unable to fetch parameters [${text}] from parameter store for this account.`);
  }
  const items = isListType(declaration.type) ? splitList(text) : [text];
  for (const item of items) {
    const broken = brokenConstraint(declaration, item);
    if (!broken) continue;
    throw validationError(
      declaration.constraintDescription === undefined
        ? `Parameter '${name}' ${broken}`
        : `Parameter ${name} failed to satisfy constraint: ${declaration.constraintDescription}`,
    );
  }
}

function brokenConstraint(declaration: ParameterDeclaration, text: string): string | undefined {
  const { allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration;
  if (/^(Number|List<Number>)$/.test(declaration.type) && !isNumber(text)) return "must be a number";
  if (allowedValues && !allowedValues.includes(text)) return "must be one of AllowedValues";
  if (allowedPattern !== undefined && !matchesWhole(allowedPattern, text)) {
    return `must match pattern ${allowedPattern}`;
  }
  if (minLength !== undefined && text.length < minLength)
    return `must contain at least ${minLength} characters`;
  if (maxLength !== undefined && text.length > maxLength)
    return `must contain at most ${maxLength} characters`;
  if (minValue !== undefined && Number(text) < minValue) return `must be a number not less than ${minValue}`;
  if (maxValue !== undefined && Number(text) > maxValue)
    return `must be a number not greater than ${maxValue}`;
  return undefined;
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/** The pattern is Java's and must match all of the value; what the two dialects share is enough for templates. */
function matchesWhole(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return new RegExp(`^(?:${pattern})$`).test(text);
  }
}
