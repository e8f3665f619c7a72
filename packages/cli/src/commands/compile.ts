import { resolve } from "node:path";

import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { findProject } from "../project/find-project.ts";
import { type JobOptions, toDeployOptions } from "./job-options.ts";

/** `acme compile NAME [-- COMMAND…]`: writes the definition file and deploys nothing. The cluster is read for its network and roles. */
export async function compile(
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
