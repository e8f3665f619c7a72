import { compileFlow, type CompileFlowOptions } from "./compile-flow.ts";
import { readModule } from "./module/read-module.ts";
import { type Diagnostic, Diagnostics } from "./source/diagnostic.ts";
import { afterTypeErrors } from "./types/after-type-errors.ts";
import { parseModule } from "./source/parse-module.ts";

export type CheckModuleOptions = Omit<CompileFlowOptions, "flow" | "toTaskState" | "program">;

/** What a module has of flows, and everything that is wrong with any of them. */
export interface CheckedModule {
  flows: readonly string[];
  diagnostics: readonly Diagnostic[];
}

/** Compiles every flow of a module for what there is to say about it, each thing once: what the type checker says, then in the order of the source. */
export function checkModule(options: CheckModuleOptions): CheckedModule {
  const typeErrors = options.types?.diagnostics ?? [];
  const diagnostics = new Diagnostics();
  const program = parseModule(options.source, options.path, diagnostics);
  if (program === undefined)
    return { flows: [], diagnostics: afterTypeErrors(typeErrors, diagnostics.sorted()) };
  const declared = readModule(program, diagnostics).flows;
  // One that runs as a whole in a container may do what it wants.
  const compiled = declared.filter(({ options }) => options["mode"] !== "container");
  const flows = [...new Set(declared.map(({ name }) => name))];
  for (const flow of new Set(compiled.map(({ name }) => name))) {
    const result = compileFlow({ ...options, program, flow, toTaskState: () => ({}) });
    const found = result.compiled === undefined ? result.diagnostics : result.compiled.diagnostics;
    for (const one of found) if (!typeErrors.includes(one)) diagnostics.add(one);
  }
  return { flows, diagnostics: afterTypeErrors(typeErrors, diagnostics.sorted()) };
}
