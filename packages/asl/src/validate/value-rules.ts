import type { Json } from "../json/json.ts";
import { isObject } from "../json/object.ts";
import { InvalidPath } from "../jsonpath/path-error.ts";
import { parseReferencePath } from "../jsonpath/reference-path.ts";
import { compilePathOrFunction } from "../query/path-or-function.ts";
import { compileQueryPath } from "../query/query-path.ts";
import { InvalidIntrinsic } from "../intrinsics/parse-intrinsic.ts";
import { parseInstant } from "../timestamp.ts";
import type { Report } from "./report.ts";

/** Looks at a field's value; `location` is the field's own. */
export type ValueRule = (value: Json, location: string, report: Report) => void;

export const anything: ValueRule = () => {};

export const string: ValueRule = (value, location, report) => {
  if (typeof value !== "string") report.schema("Expected value of type String", location);
};

export const boolean: ValueRule = (value, location, report) => {
  if (typeof value !== "boolean") report.schema("Expected value of type Boolean", location);
};

export const object: ValueRule = (value, location, report) => {
  if (!isObject(value)) report.schema("Expected value of type Object", location);
};

export const array: ValueRule = (value, location, report) => {
  if (!Array.isArray(value)) report.schema("Expected value of type Array", location);
};

/** Measured on AWS: floci #3733 has the words of both bounds. */
export function integer(least: number, most = Infinity): ValueRule {
  return (value, location, report) => {
    if (typeof value !== "number" || !Number.isInteger(value)) {
      report.schema("Expected value of type Integer", location);
    } else checkBounds(value, least, most, String, location, report);
  };
}

export function decimal(least: number, most = Infinity): ValueRule {
  const text = (bound: number) => (Number.isInteger(bound) ? `${bound}.0` : String(bound));
  return (value, location, report) => {
    if (typeof value !== "number") report.schema("Expected value of type Double", location);
    else checkBounds(value, least, most, text, location, report);
  };
}

function checkBounds(
  value: number,
  least: number,
  most: number,
  text: (bound: number) => string,
  location: string,
  report: Report,
): void {
  if (value < least) report.schema(`Minimum value is ${text(least)}`, location);
  if (value > most) report.schema(`Maximum value is ${text(most)}`, location);
}

export function oneOf(...words: string[]): ValueRule {
  return (value, location, report) => {
    if (typeof value !== "string" || !words.includes(value)) {
      report.schema(`Value must be one of the following: [${words.join(", ")}]`, location);
    }
  };
}

/** Recorded on AWS: test_wait_timestamp_invalid. */
export const timestamp: ValueRule = (value, location, report) => {
  if (parseInstant(value) === undefined) report.schema("String does not match RFC3339 timestamp", location);
};

/** A path over the input, the context object or a variable. */
export const path: ValueRule = (value, location, report) => {
  if (typeof value !== "string" || !parses(() => compileQueryPath(value))) {
    report.schema("Value is not a valid JSONPath", location);
  }
};

/** InputPath and OutputPath: `null` stands for `{}`. */
export const nullablePath: ValueRule = (value, location, report) => {
  if (value !== null) path(value, location, report);
};

/** One place in the input or in a variable. Measured on AWS: floci #3733. */
export const referencePath: ValueRule = (value, location, report) => {
  const isReference =
    typeof value === "string" &&
    !value.startsWith("$$") &&
    parses(() => parseReferencePath(value.replace(/^\$[\p{ID_Start}_][\p{ID_Continue}]*/u, "$$")));
  if (!isReference) report.schema("Value is not a Reference Path", location);
};

/** ResultPath: a place in the input; a variable is none. */
export const resultPath: ValueRule = (value, location, report) => {
  if (value === null) return;
  const isReference =
    typeof value === "string" && !value.startsWith("$$") && parses(() => parseReferencePath(value));
  if (!isReference) report.schema("Value is not a Reference Path", location);
};

/** ItemsPath: a reference path that may also lead into the context object. */
export const itemsPath: ValueRule = (value, location, report) => {
  const text = typeof value === "string" && value.startsWith("$$") ? value.slice(1) : value;
  referencePath(text, location, report);
};

/** ErrorPath and CausePath: a path or an intrinsic function. */
export const pathOrFunction: ValueRule = (value, location, report) => {
  if (typeof value !== "string" || !parses(() => compilePathOrFunction(value, ""))) {
    report.schema("Value is not a valid JSONPath or a valid intrinsic function call", location);
  }
};

/** Recorded on AWS: test_illegal_escapes; the finding is located at the template, not at the field in it. */
export const payloadTemplate: ValueRule = (value, location, report) => checkTemplate(value, location, report);

function checkTemplate(value: Json, location: string, report: Report): void {
  if (Array.isArray(value)) for (const item of value) checkTemplate(item, location, report);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (!key.endsWith(".$")) {
      checkTemplate(item, location, report);
      continue;
    }
    const plain = key.slice(0, -2);
    if (Object.hasOwn(value, plain)) {
      report.schema(`The field '${plain}' is defined twice: as '${plain}' and as '${key}'`, location);
    }
    if (typeof item !== "string" || !parses(() => compilePathOrFunction(item, key))) {
      report.schema(
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
        location,
      );
    }
  }
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error instanceof InvalidPath || error instanceof InvalidIntrinsic) return false;
    throw error;
  }
}
