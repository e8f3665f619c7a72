import { readModule } from "../compile-flow/module/read-module.ts";
import { Diagnostics } from "../compile-flow/source/diagnostic.ts";
import { parseModule } from "../compile-flow/source/parse-module.ts";

/** A flow as its module declares it, before it is compiled. */
export interface FlowInSource {
  name: string;
  /** As written, literals only. */
  options: Readonly<Record<string, unknown>>;
}

/** The flows that a module declares, in its order; none of a module that does not parse. */
export function readFlows(source: string, path: string): FlowInSource[] {
  const diagnostics = new Diagnostics();
  const program = parseModule(source, path, diagnostics);
  if (program === undefined) return [];
  return readModule(program, diagnostics).flows.map(({ name, options }) => ({ name, options }));
}
