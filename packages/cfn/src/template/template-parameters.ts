import { AcmeError } from "../acme-error.ts";
import { isRecord, parseTemplate } from "./parse-template.ts";

/** A parameter as its template declares it. */
export interface TemplateParameter {
  name: string;
  type: string;
  /** `undefined` = must be given. */
  default: string | undefined;
  allowedValues: readonly string[] | undefined;
  allowedPattern: RegExp | undefined;
  minLength: number | undefined;
  maxLength: number | undefined;
  minValue: number | undefined;
  maxValue: number | undefined;
  /** Ends the sentence "… must". */
  constraint: string | undefined;
}

/** Text, number, or a list for the type `CommaDelimitedList`. */
export type ParameterValue = string | number | boolean | readonly string[];

/** The parameters of a template, in its order. */
export function readTemplateParameters(body: string): Map<string, TemplateParameter> {
  const template: unknown = parseTemplate(body).toJS();
  const section = isRecord(template) && isRecord(template["Parameters"]) ? template["Parameters"] : {};
  const parameters = Object.entries(section).map(([name, value]) => toTemplateParameter(name, value));
  return new Map(parameters.map((parameter) => [parameter.name, parameter]));
}

function toTemplateParameter(name: string, value: unknown): TemplateParameter {
  const declared = isRecord(value) ? value : {};
  const text = (key: string) => (declared[key] === undefined ? undefined : String(declared[key]));
  const number = (key: string) => (declared[key] === undefined ? undefined : Number(declared[key]));
  const values = declared["AllowedValues"];
  const pattern = text("AllowedPattern");
  return {
    name,
    type: text("Type") ?? "String",
    default: text("Default"),
    allowedValues: Array.isArray(values) ? values.map(String) : undefined,
    allowedPattern: pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`),
    minLength: number("MinLength"),
    maxLength: number("MaxLength"),
    minValue: number("MinValue"),
    maxValue: number("MaxValue"),
    constraint: text("ConstraintDescription"),
  };
}

/** CloudFormation knows text only; a list becomes text with commas. */
export function toParameterText(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}

/**
 * Checks values against what the template itself declares, as CloudFormation would, but before any call.
 * @throws AcmeError `ACME_BAD_PARAMETER` with the value and what was expected.
 */
export function checkParameters(
  declared: ReadonlyMap<string, TemplateParameter>,
  given: Readonly<Record<string, ParameterValue>>,
): void {
  for (const [name, value] of Object.entries(given)) {
    const parameter = declared.get(name);
    if (parameter === undefined)
      throw new AcmeError("ACME_BAD_PARAMETER", `There is no parameter "${name}"`, {
        hint: `Known: ${[...declared.keys()].join(", ")}.`,
      });
    checkParameter(parameter, value);
  }
}

function checkParameter(parameter: TemplateParameter, value: ParameterValue): void {
  if (Array.isArray(value)) {
    const split = value.find((item: string) => item.includes(","));
    if (split !== undefined) refuse(parameter, split, "be a list whose items have no commas");
  }
  const text = toParameterText(value);
  const expectation = findBrokenExpectation(parameter, text);
  if (expectation !== undefined) refuse(parameter, text, expectation);
}

/** Source: CloudFormation User Guide, "CloudFormation quotas": a value has 4,096 bytes at most. */
const longestValueBytes = 4096;

function findBrokenExpectation(parameter: TemplateParameter, text: string): string | undefined {
  const { type, allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue, constraint } =
    parameter;
  if (Buffer.byteLength(text) > longestValueBytes) return `have ${longestValueBytes} bytes at most`;
  if (type === "Number" && (text.trim() === "" || !Number.isFinite(Number(text)))) return "be a number";
  if (allowedValues !== undefined && !allowedValues.includes(text))
    return `be one of ${allowedValues.join(", ")}`;
  if (type === "Number") {
    if (minValue !== undefined && Number(text) < minValue) return constraint ?? `be ${minValue} or more`;
    if (maxValue !== undefined && Number(text) > maxValue) return constraint ?? `be ${maxValue} or less`;
    return undefined;
  }
  const plain = constraint?.replace(/^must /, "");
  if (minLength !== undefined && text.length < minLength)
    return plain ?? `have ${minLength} characters or more`;
  if (maxLength !== undefined && text.length > maxLength)
    return plain ?? `have ${maxLength} characters at most`;
  if (allowedPattern !== undefined && !allowedPattern.test(text))
    return plain ?? `match ${allowedPattern.source}`;
  return undefined;
}

function refuse({ name }: TemplateParameter, value: string, expectation: string): never {
  throw new AcmeError("ACME_BAD_PARAMETER", `${name} ${JSON.stringify(value)} must ${expectation}`, {
    hint: `Give another ${name}.`,
  });
}
