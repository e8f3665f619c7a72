import { validateDefinition } from "@acme-engine/asl";
import {
  type CompiledFlow,
  compileFlow,
  formatDiagnostic,
  startTypeScript,
  type TypeOracle,
} from "@acme-engine/stepfn/compile-flow";
import type { Json } from "acme-engine";
import jsonata from "jsonata";

import { toTaskState } from "./task-states.ts";
import type { Topic } from "./topics.ts";

/** The compiler, with a TypeScript process beside it. */
export interface ExampleCompiler {
  /**
   * Compiles a flow of a topic, and holds the definition against the validator and its expressions against `jsonata@2.0.6`; throws what is
   * wrong, as people see it.
   */
  compile(topic: Topic, flow: string): CompiledFlow;
  close(): void;
}

export async function startExampleCompiler(): Promise<ExampleCompiler> {
  const started = await startTypeScript();
  if (started.typeScript === undefined) throw new Error(`TypeScript cannot be started: ${started.why}`);
  const { typeScript } = started;
  const compiled = new Map<string, CompiledFlow>();
  // TypeScript knows one module at a time.
  let open: { path: string; types: TypeOracle } | undefined;
  const typesOf = ({ path, source }: Topic): TypeOracle => {
    if (open?.path !== path) open = { path, types: typeScript.open({ path, source }) };
    return open.types;
  };
  return {
    compile(topic, flow) {
      const key = `${topic.name} ${flow}`;
      const known = compiled.get(key) ?? compileValid(topic, flow, typesOf(topic));
      compiled.set(key, known);
      return known;
    },
    close: () => typeScript.close(),
  };
}

function compileValid({ source, path }: Topic, flow: string, types: TypeOracle): CompiledFlow {
  const result = compileFlow({ source, path, flow, toTaskState, types });
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
