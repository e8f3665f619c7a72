import { resolve } from "node:path";

import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { findProject } from "../project/find-project.ts";
import { isFlowArgument } from "../flows/flow-argument.ts";
import { usageError } from "../cli-error.ts";
import type { CompileFlowOptions } from "./compile-flow.ts";
import { type JobOptions, toDeployOptions } from "./job-options.ts";

/** `acme compile FILE[#FLOW]` makes the definition of a flow, `acme compile NAME [-- COMMAND…]` the definition file of a job. */
export async function compile(
  context: CommandContext,
  what: string,
  command: readonly string[],
  options: CommonOptions & JobOptions & CompileFlowOptions,
): Promise<number> {
  const { cwd, env } = context.io;
  const isJob = what in findProject(cwd, env).config.deployments || !isFlowArgument(what, cwd);
  if (!isJob && command.length > 0)
    throw usageError("A flow's tasks are run by their own code; it takes no command.");
  if (!isJob) return (await import("./compile-flow.ts")).compileFlowCommand(context, what, options);
  if (options.explain)
    throw usageError("--explain is for flows, and no file is named.", "acme compile FILE.ts#FLOW --explain");
  return compileJob(context, what, command, options);
}

/** Writes the definition file and deploys nothing. The cluster is read for its network and roles. */
async function compileJob(
  context: CommandContext,
  name: string,
  command: readonly string[],
  options: CommonOptions & JobOptions & { out?: string },
): Promise<number> {
  const { io, printer, signal } = context;
  const request = toDeployOptions(name, command, options, findProject(io.cwd, io.env).config);
  return withTarget(context, options, { changes: false }, async ({ deployer }) => {
    const compiled = await deployer.compile(request, {
      signal,
      ...(options.out ? { path: resolve(io.cwd, options.out) } : {}),
    });
    printer.result(compiled, `Wrote ${compiled.path}`);
    printer.detail(`Next: acme deploy ${compiled.path}`);
    return 0;
  });
}
