import { assignment } from "./assign-rules.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { catcherTemplate } from "./jsonata-rules.ts";
import type { Report } from "./report.ts";
import {
  decimal,
  integer,
  oneOf,
  payloadTemplate,
  resultPath,
  string,
  type ValueRule,
} from "./value-rules.ts";

const maxSeconds = 99_999_999;

const retrierFields: { readonly [field: string]: ValueRule } = {
  Comment: string,
  ErrorEquals: checkErrorNames,
  IntervalSeconds: integer(1, maxSeconds),
  MaxAttempts: integer(0, maxSeconds),
  BackoffRate: decimal(1),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf("FULL", "NONE"),
};

const catcherFields: { readonly [Language in QueryLanguage]: { readonly [field: string]: ValueRule } } = {
  JSONPath: {
    Comment: string,
    ErrorEquals: checkErrorNames,
    Next: string,
    ResultPath: resultPath,
    Assign: assignment(payloadTemplate),
  },
  JSONata: {
    Comment: string,
    ErrorEquals: checkErrorNames,
    Next: string,
    Output: catcherTemplate,
    Assign: assignment(catcherTemplate),
  },
};

/** Retry and Catch of a state that may have them. */
export function checkErrorHandlers(
  state: JsonObject,
  language: QueryLanguage,
  location: string,
  report: Report,
): void {
  const { Retry, Catch } = state;
  checkList(Retry, retrierFields, ["ErrorEquals"], `${location}/Retry`, report);
  checkList(Catch, catcherFields[language], ["ErrorEquals", "Next"], `${location}/Catch`, report);
}

function checkList(
  list: Json | undefined,
  fields: { readonly [field: string]: ValueRule },
  required: readonly string[],
  location: string,
  report: Report,
): void {
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) {
    const place = `${location}[${index}]`;
    if (!isObject(item)) {
      report.schema("Expected value of type Object", place);
      continue;
    }
    for (const [field, value] of Object.entries(item)) {
      const rule = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (rule === undefined) report.schema(`Field '${field}' is not supported`, place);
      else rule(value, `${place}/${field}`, report);
    }
    const missing = required.filter((field) => item[field] === undefined);
    if (missing.length > 0) report.schema(`These fields are required: [${missing.join(", ")}]`, place);
    checkAll(item["ErrorEquals"], index === list.length - 1, place, report);
  }
}

function checkErrorNames(value: Json, location: string, report: Report): void {
  if (!Array.isArray(value)) return report.schema("Expected value of type Array", location);
  if (value.length === 0) report.schema("There must be at least one error name", location);
  for (const [index, name] of value.entries()) string(name, `${location}[${index}]`, report);
}

/** Source: Amazon States Language, Errors: States.ALL stands alone, in the last retrier or catcher. */
function checkAll(names: Json | undefined, isLast: boolean, location: string, report: Report): void {
  if (!Array.isArray(names) || !names.includes("States.ALL")) return;
  if (names.length > 1) report.schema("States.ALL must appear alone", `${location}/ErrorEquals`);
  if (!isLast) report.schema("States.ALL must appear at the end of the list", `${location}/ErrorEquals`);
}
