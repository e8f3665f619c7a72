import { readModule } from "../compile-flow/module/read-module.ts";
import { Diagnostics } from "../compile-flow/source/diagnostic.ts";
import { parseModule } from "../compile-flow/source/parse-module.ts";

/** Names of the flows that a module declares, in its order; none of a module that does not parse. */
export function listFlows(source: string, path: string): string[] {
  const diagnostics = new Diagnostics();
  const program = parseModule(source, path, diagnostics);
  return program === undefined ? [] : readModule(program, diagnostics).flows.map(({ name }) => name);
}
