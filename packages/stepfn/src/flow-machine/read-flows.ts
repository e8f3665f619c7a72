import type { JsonSchema } from "acme-engine";
import { parametersSchema } from "../compile-flow/parameters/parameters-schema.ts";
import { readModule } from "../compile-flow/module/read-module.ts";
import { Diagnostics } from "../compile-flow/source/diagnostic.ts";
import { parseModule } from "../compile-flow/source/parse-module.ts";

/** A flow as its module declares it, before it is compiled. */
export interface FlowInSource {
  name: string;
  /** As written, literals only. */
  options: Readonly<Record<string, unknown>>;
  /** What it is started with: the `parameters` of its options, else what the annotation of its first parameter says. */
  parameters: JsonSchema;
}

/** The flows that a module declares, in its order; none of a module that does not parse. */
export function readFlows(source: string, path: string): FlowInSource[] {
  const diagnostics = new Diagnostics();
  const program = parseModule(source, path, diagnostics);
  if (program === undefined) return [];
  const { flows, declaredTypes } = readModule(program, diagnostics);
  return flows.map(({ name, options, body }) => ({
    name,
    options,
    // flow() checks it when the module runs, and its type says that it is one.
    parameters:
      (options["parameters"] as JsonSchema | undefined) ?? parametersSchema(body, declaredTypes, undefined),
  }));
}
