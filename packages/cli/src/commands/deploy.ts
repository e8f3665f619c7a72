import { existsSync } from "node:fs";
import { resolve } from "node:path";

import type { Deployment } from "@acme-engine/sdk";

import { usageError } from "../cli-error.ts";
import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { findProject } from "../project/find-project.ts";
import { type JobOptions, toDeployOptions } from "./job-options.ts";

/** `acme deploy [FILE | NAME [-- COMMAND…]]`: a definition file, one deployment, or every deployment of acme.config.json. */
export async function deploy(
  context: CommandContext,
  what: string | undefined,
  command: readonly string[],
  options: CommonOptions & JobOptions,
): Promise<number> {
  const { io, printer, signal } = context;
  const { config } = findProject(io.cwd, io.env);
  const names = what === undefined ? Object.keys(config.deployments) : [what];
  if (names.length === 0) {
    throw usageError(
      "There is nothing to deploy: acme.config.json has no deployments.",
      "Name a definition file, or a deployment: acme deploy NAME --image IMAGE -- COMMAND",
    );
  }
  const isFile = what !== undefined && !(what in config.deployments) && looksLikeFile(resolve(io.cwd, what));
  const requests = isFile ? [] : names.map((name) => toDeployOptions(name, command, options, config));

  return withTarget(context, options, { changes: true }, async ({ deployer }) => {
    const deployed: Deployment[] = [];
    if (isFile) deployed.push(await deployer.deployFile(resolve(io.cwd, what), { signal }));
    for (const request of requests) deployed.push(await deployer.deploy(request, { signal }));
    printer.result(what === undefined ? deployed : deployed[0], deployed.map(describe).join("\n"));
    printer.detail(`Next: acme run ${deployed[0]?.fullName ?? ""} --wait`);
    return 0;
  });
}

/** A name has no dot or slash, so what has one is a file, there or not. */
function looksLikeFile(path: string): boolean {
  return /\.json$/i.test(path) || existsSync(path);
}

function describe({
  fullName,
  change,
  version,
  definitionFile,
  taskDefinitionArn,
  differences,
}: Deployment): string {
  const revision = taskDefinitionArn.split("/").at(-1) ?? taskDefinitionArn;
  const head =
    change === "unchanged"
      ? `${fullName}: already deployed, version ${version} is live`
      : `${fullName}: ${change}, version ${version} is live`;
  return [
    head,
    ...(change === "updated" ? differences.map((difference) => `  ${difference}`) : []),
    `  task definition  ${revision}`,
    `  definition file  ${definitionFile}`,
  ].join("\n");
}
