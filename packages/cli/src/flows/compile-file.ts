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
  const whole = await findFlowInContainer(file, argument.flow);
  if (whole !== undefined)
    throw new CliError(
      "ACME_FLOW_IN_CONTAINER",
      `The flow ${JSON.stringify(whole)} runs as a whole in one container, so it has no states.`,
      { hint: 'acme run and acme deploy take it as it is; leave out mode: "container" to have it compiled.' },
    );
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

/** The name of the flow that is meant, if it says `mode: "container"`. */
export async function findFlowInContainer(
  { source, path }: FlowFile,
  wanted: string | undefined,
): Promise<string | undefined> {
  // Nearly all files are known from their text not to have one.
  if (!/\bmode\b/.test(source)) return undefined;
  const { readFlows } = await import("@acme-engine/stepfn/compile-flow");
  const found = readFlows(source, path).filter(({ name }) => wanted === undefined || name === wanted);
  const [flow] = found;
  return found.length === 1 && flow?.options["mode"] === "container" ? flow.name : undefined;
}

/** For the exit code and for `--json`, after the frames have been printed. */
export function compilationFailed(path: string, summary: string): CliError {
  return new CliError("ACME_COMPILE", `${path} does not compile: ${summary}.`);
}
