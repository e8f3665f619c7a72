import type { Json } from "../json/json.ts";
import { isObject } from "../json/object.ts";
import { utf8Length } from "../json/utf8-length.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { checkFlow, type MachineFacts } from "./flow-rules.ts";
import { describeJsonError } from "./json-syntax.ts";
import { Report } from "./report.ts";
import { checkTransitions } from "./transition-rules.ts";
import { integer, oneOf, string } from "./value-rules.ts";

/** Bytes of a definition. Source: Step Functions quotas. */
const maxDefinitionBytes = 1_048_576;

/** Containers inside one another. */
const maxNesting = 200;

/**
 * What is wrong with a definition, in AWS's words and order; nothing when it can run. `type` default STANDARD.
 * The same list stands behind CreateStateMachine, UpdateStateMachine and ValidateStateMachineDefinition.
 */
export function validateDefinition(
  definition: string | object,
  { type = "STANDARD" }: { type?: "STANDARD" | "EXPRESS" } = {},
): Diagnostic[] {
  const report = new Report();
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  const parsed = parse(text);
  if ("error" in parsed) return [parsed.error];
  const { value } = parsed;
  if (!isObject(value)) return [notAnObject];
  if (utf8Length(text) > maxDefinitionBytes) {
    report.schema(`Definition exceeds the limit of ${maxDefinitionBytes} bytes`, "/");
    return report.diagnostics;
  }
  if (isDeeperThan(value, maxNesting)) {
    report.add("TOO_DEEPLY_NESTED", "The states are too deeply nested", "/");
    return report.diagnostics;
  }
  const language = value["QueryLanguage"] === "JSONata" ? "JSONata" : "JSONPath";
  const machine: MachineFacts = { type, language, stateNames: new Map(), labels: new Set() };
  checkTop(value, report);
  checkFlow(value, "", machine, report);
  if (report.diagnostics.length === 0) checkTransitions(value, report);
  return report.diagnostics;
}

/** Recorded on AWS: test_validate_state_machine_definition_not_a_definition[EMPTY_STRING]. */
const notAnObject: Diagnostic = {
  severity: "ERROR",
  code: "SCHEMA_VALIDATION_FAILED",
  message: "Definition must be a valid JSON object",
};

function parse(text: string): { value: Json } | { error: Diagnostic } {
  if (text.trim() === "") return { error: notAnObject };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { error: describeJsonError(text) };
  }
}

function checkTop(definition: { [field: string]: Json }, report: Report): void {
  const { Version, TimeoutSeconds, QueryLanguage, Comment } = definition;
  if (Version !== undefined) oneOf("1.0")(Version, "/Version", report);
  if (Comment !== undefined) string(Comment, "/Comment", report);
  if (TimeoutSeconds !== undefined) integer(1, 99_999_999)(TimeoutSeconds, "/TimeoutSeconds", report);
  if (QueryLanguage !== undefined) oneOf("JSONPath", "JSONata")(QueryLanguage, "/QueryLanguage", report);
}

function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}
