import type { CompiledFlow, Diagnostic } from "@acme-engine/stepfn/compile-flow";

import { CliError } from "../cli-error.ts";
import type { Io } from "../output/io.ts";
import { type FlowArgument } from "./flow-argument.ts";
import { type FlowFile, readFlowFile } from "./read-flow-file.ts";
import { withTypes } from "./with-types.ts";

/** A compiled flow, or what is wrong with it. */
export type CompiledFile =
  | { file: FlowFile; compiled: CompiledFlow; diagnostics: readonly Diagnostic[] }
  | { file: FlowFile; compiled: undefined; diagnostics: readonly Diagnostic[] };

/** Compiles a flow of a file, for nowhere in particular. */
export async function compileFile(
  argument: FlowArgument,
  io: Io,
  options: { types?: boolean },
): Promise<CompiledFile> {
  const { compileFlow, createToUnplacedState, readModuleFiles } =
    await import("@acme-engine/stepfn/compile-flow");
  const file = await readFlowFile(argument.path, io.cwd);
  const result = await withTypes(io, options, async (typesOf) =>
    compileFlow({
      source: file.source,
      path: file.path,
      readModule: readModuleFiles(io.cwd),
      types: typesOf(file),
      ...(argument.flow === undefined ? {} : { flow: argument.flow }),
      toTaskState: createToUnplacedState(),
    }),
  );
  return result.compiled === undefined
    ? { file, compiled: undefined, diagnostics: result.diagnostics }
    : { file, compiled: result.compiled, diagnostics: result.compiled.diagnostics };
}

/** For the exit code and for `--json`, after the frames have been printed. */
export function compilationFailed(path: string, summary: string): CliError {
  return new CliError("ACME_COMPILE", `${path} does not compile: ${summary}.`);
}
