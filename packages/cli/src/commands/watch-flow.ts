import { resolve } from "node:path";

import { type CommandContext, type Session, withTarget } from "../command-context.ts";
import type { FlowArgument } from "../flows/flow-argument.ts";
import { importedFiles } from "../flows/imported-files.ts";
import { readFlowFile } from "../flows/read-flow-file.ts";
import { waitForChange } from "../flows/watch-files.ts";
import { printError } from "../output/print-error.ts";
import { ensureLocalCluster } from "../target/ensure-local-cluster.ts";
import { compileOrThrow, deployAndRun, type RunFlowOptions } from "./deploy-and-run.ts";

/**
 * Runs a flow again each time that its file changes, or one that it imports; a run that is not over by then is stopped. Problems are
 * shown and wait for the next change. Ends with Ctrl-C.
 */
export async function watchFlow(
  context: CommandContext,
  argument: FlowArgument,
  parameters: Readonly<Record<string, unknown>>,
  options: RunFlowOptions,
): Promise<number> {
  const { io, printer, signal } = context;
  // A file that is not there is no reason to wait.
  await readFlowFile(argument.path, io.cwd);
  return withTarget(context, options, { changes: true }, async (session) => {
    await ensureLocalCluster(context, session);
    while (!signal.aborted) {
      const files = await filesOf(argument, io.cwd);
      const changed = new AbortController();
      const over = AbortSignal.any([signal, changed.signal]);
      const change = waitForChange(files, signal).then((name) => {
        changed.abort();
        return name;
      });
      await runOnce(context, session, { argument, parameters, options }, over);
      if (!over.aborted)
        printer.step(`Watching ${files.length} file${files.length === 1 ? "" : "s"}; Ctrl-C ends.`);
      const name = await Promise.race([change, aborted(signal)]);
      if (name !== undefined) printer.step(`\n${name} has changed.`);
    }
    return 0;
  });
}

async function filesOf({ path }: FlowArgument, cwd: string): Promise<string[]> {
  const { listImports, readModuleFiles } = await import("@acme-engine/stepfn/compile-flow");
  const file = await readFlowFile(path, cwd);
  return importedFiles(file, readModuleFiles(cwd), listImports).map((each) => resolve(cwd, each));
}

async function runOnce(
  context: CommandContext,
  session: Session,
  request: {
    argument: FlowArgument;
    parameters: Readonly<Record<string, unknown>>;
    options: RunFlowOptions;
  },
  over: AbortSignal,
): Promise<void> {
  try {
    const flow = await compileOrThrow(context, request.argument, request.options);
    await deployAndRun(context, session, { ...request, flow }, over);
  } catch (error) {
    // With --json each result is a document; a problem is none.
    if (!over.aborted) printError(error, [], context.io, context.signal);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
