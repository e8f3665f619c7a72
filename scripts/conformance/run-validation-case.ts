import { type Diagnostic, loadStateMachine, validateDefinition } from "@acme-engine/asl";
import { Comparison } from "./compare.ts";
import { failed, type Outcome, outcomeOf, passed } from "./outcome.ts";

/** A line of asl/validate.jsonl. */
export interface ValidateCase {
  id: string;
  params: { definition: string; type?: "STANDARD" | "EXPRESS" };
  expected: unknown;
}

export function runValidateCase({ params, expected }: ValidateCase): Outcome {
  const diagnostics = validateDefinition(params.definition, { type: params.type ?? "STANDARD" });
  const result = diagnostics.some(({ severity }) => severity === "ERROR") ? "FAIL" : "OK";
  return outcomeOf(new Comparison().difference(expected, { diagnostics, result, truncated: false }));
}

/** A line of definitions/samples.jsonl or validity.jsonl; `valid` default true. */
export interface DefinitionCase {
  id: string;
  definition: object;
  valid?: boolean;
}

/** A valid definition must load too. */
export function runDefinitionCase({ definition, valid = true }: DefinitionCase): Outcome {
  const diagnostics = validateDefinition(definition).filter(({ severity }) => severity === "ERROR");
  if (!valid) return diagnostics.length === 0 ? failed("accepted, expected a diagnostic") : passed;
  if (diagnostics.length > 0) return failed(diagnostics.map(describe).join(", "));
  loadStateMachine(JSON.stringify(definition));
  return passed;
}

function describe({ code, message, location }: Diagnostic): string {
  return `${code}: ${message} at ${location}`;
}
