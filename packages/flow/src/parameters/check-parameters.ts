import { isDeepStrictEqual } from "node:util";

import { FlowError } from "../errors/flow-error.ts";
import type { Json } from "../json/json.ts";
import type { JsonSchema, JsonType } from "./json-schema.ts";

/** Parameters that do not fit their schema; every problem begins with the path of its value. */
export class InvalidParameters extends FlowError {
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(`the parameters of ${what} do not fit: ${problems.join("; ")}`);
    this.problems = problems;
  }
}

/** The parameters with defaults filled in, or throws `InvalidParameters` with everything that does not fit. */
export function checkParameters(schema: JsonSchema, value: Json, what: string): Json {
  const problems: string[] = [];
  const checked = check(schema, value, "parameters", problems);
  if (problems.length > 0) throw new InvalidParameters(what, problems);
  return checked;
}

function check(schema: JsonSchema, value: Json, path: string, problems: string[]): Json {
  const found = problems.length;
  const expect = (fits: boolean, expected: string) => {
    if (!fits) problems.push(`${path} is ${shorten(value)}; expected ${expected}`);
  };
  const { type } = schema;
  if (type !== undefined) {
    const types: readonly JsonType[] = typeof type === "string" ? [type] : type;
    expect(
      types.some((each) => isOfType(value, each)),
      types.map(withArticle).join(" or "),
    );
    if (problems.length > found) return value;
  }
  if (schema.const !== undefined)
    expect(isDeepStrictEqual(value, schema.const), JSON.stringify(schema.const));
  if (schema.enum) {
    const allowed = schema.enum;
    expect(
      allowed.some((each) => isDeepStrictEqual(value, each)),
      `one of ${allowed.map((each) => JSON.stringify(each)).join(", ")}`,
    );
  }
  if (schema.anyOf) return checkAnyOf(schema.anyOf, value, path, problems);
  if (typeof value === "string") checkText(schema, value, expect);
  if (typeof value === "number") checkNumber(schema, value, expect);
  if (Array.isArray(value)) {
    const { items, minItems = 0, maxItems = Infinity } = schema;
    expect(value.length >= minItems, `at least ${minItems} items`);
    expect(value.length <= maxItems, `at most ${maxItems} items`);
    return items ? value.map((item, index) => check(items, item, `${path}[${index}]`, problems)) : value;
  }
  return typeof value === "object" && value !== null ? checkObject(schema, value, path, problems) : value;
}

type Expect = (fits: boolean, expected: string) => void;

function checkText(schema: JsonSchema, value: string, expect: Expect): void {
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  // JSON Schema counts characters, not UTF-16 units.
  const length = [...value].length;
  expect(length >= minLength, `at least ${minLength} characters`);
  expect(length <= maxLength, `at most ${maxLength} characters`);
  if (pattern !== undefined) expect(new RegExp(pattern, "u").test(value), `text that matches ${pattern}`);
}

function checkNumber(schema: JsonSchema, value: number, expect: Expect): void {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = schema;
  expect(value >= minimum, `at least ${minimum}`);
  expect(value <= maximum, `at most ${maximum}`);
  if (exclusiveMinimum !== undefined) expect(value > exclusiveMinimum, `more than ${exclusiveMinimum}`);
  if (exclusiveMaximum !== undefined) expect(value < exclusiveMaximum, `less than ${exclusiveMaximum}`);
}

function checkObject(
  { properties = {}, required = [], additionalProperties = true }: JsonSchema,
  value: { [key: string]: Json },
  path: string,
  problems: string[],
): Json {
  const checked: { [key: string]: Json } = { ...value };
  for (const [name, schema] of Object.entries(properties)) {
    const given = Object.hasOwn(value, name) ? value[name] : structuredClone(schema.default);
    if (given !== undefined) checked[name] = check(schema, given, `${path}.${name}`, problems);
  }
  for (const name of required) {
    if (!Object.hasOwn(checked, name)) problems.push(`${path}.${name} is missing`);
  }
  for (const [name, part] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) continue;
    if (additionalProperties === false) {
      problems.push(`${path}.${name} is unknown; expected only ${Object.keys(properties).join(", ")}`);
    } else if (additionalProperties !== true) {
      checked[name] = check(additionalProperties, part, `${path}.${name}`, problems);
    }
  }
  return checked;
}

/** The first alternative that fits; otherwise what is wrong with the one that comes closest. */
function checkAnyOf(schemas: readonly JsonSchema[], value: Json, path: string, problems: string[]): Json {
  let closest: string[] | undefined;
  for (const schema of schemas) {
    const own: string[] = [];
    const checked = check(schema, value, path, own);
    if (own.length === 0) return checked;
    if (!closest || own.length < closest.length) closest = own;
  }
  problems.push(...(closest ?? []));
  return value;
}

function isOfType(value: Json, type: JsonType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function withArticle(type: JsonType): string {
  if (type === "null") return "null";
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function shorten(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
