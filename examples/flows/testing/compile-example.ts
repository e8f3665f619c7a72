import { validateDefinition } from "@acme-engine/asl";
import { type CompiledFlow, compileFlow, formatDiagnostic } from "@acme-engine/stepfn/compile-flow";
import type { Json } from "acme-engine";
import jsonata from "jsonata";

import { toTaskState } from "./task-states.ts";
import type { Topic } from "./topics.ts";

/**
 * Compiles a flow of a topic, and holds the definition against the validator and its expressions against `jsonata@2.0.6`; throws what is
 * wrong, as people see it.
 */
export function compileExample({ source, path }: Topic, flow: string): CompiledFlow {
  const result = compileFlow({ source, path, flow, toTaskState });
  if (result.compiled === undefined) {
    throw new Error(result.diagnostics.map((one) => formatDiagnostic(one, source, path)).join("\n\n"));
  }
  const { definition } = result.compiled;
  const problems = validateDefinition(JSON.stringify(definition));
  if (problems.length > 0)
    throw new Error(`${JSON.stringify(problems)}\n${JSON.stringify(definition, null, 1)}`);
  for (const text of expressionsIn(definition)) jsonata(text);
  return result.compiled;
}

function expressionsIn(value: Json): string[] {
  if (typeof value === "string") return value.startsWith("{%") ? [value.slice(2, -2).trim()] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}
