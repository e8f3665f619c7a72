import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";

import type { AcmeFlowDeployer, Deployment, DeployOptions, FlowDeployOptions } from "@acme-engine/sdk";

import { usageError } from "../cli-error.ts";
import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { findProject } from "../project/find-project.ts";
import { isFlowArgument, parseFlowArgument } from "../flows/flow-argument.ts";
import { isConfiguredFlow, toConfiguredFlow, toFlowRequest } from "../flows/flow-request.ts";
import type { ProjectConfig } from "../project/config.ts";
import { type JobOptions, readGivenOptions, toDeployOptions } from "./job-options.ts";
import { compileOrThrow } from "./deploy-and-run.ts";

/**
 * `acme deploy [FILE | NAME [-- COMMAND…]]`: a flow's file, a definition file, one deployment, or every deployment of acme.config.json.
 */
export async function deploy(
  context: CommandContext,
  what: string | undefined,
  command: readonly string[],
  options: CommonOptions & JobOptions & { name?: string; types?: boolean },
): Promise<number> {
  const { io, printer, signal } = context;
  const { directory, config } = findProject(io.cwd, io.env);
  const requests = readRequests(what, command, options, { cwd: io.cwd, directory, config });
  if (requests.length === 0) {
    throw usageError(
      "There is nothing to deploy: acme.config.json has no deployments.",
      "Name a flow's file, a definition file, or a deployment: acme deploy NAME --image IMAGE -- COMMAND",
    );
  }
  // Nothing is deployed when one of them does not compile.
  for (const request of requests) {
    if (request.kind === "flow")
      await compileOrThrow(context, { path: request.shownPath, flow: request.options.flow }, options);
  }
  return withTarget(context, options, { changes: true }, async ({ deployer }) => {
    const deployed: Deployment[] = [];
    for (const request of requests) deployed.push(await deployOne(deployer, request, signal));
    printer.result(what === undefined ? deployed : deployed[0], deployed.map(describe).join("\n"));
    printer.detail(`Next: acme run ${deployed[0]?.fullName ?? ""} --wait`);
    return 0;
  });
}

type DeployRequest =
  | { kind: "file"; path: string }
  | { kind: "flow"; options: FlowDeployOptions; shownPath: string }
  | { kind: "job"; options: DeployOptions };

function readRequests(
  what: string | undefined,
  command: readonly string[],
  options: JobOptions & { name?: string },
  { cwd, directory, config }: { cwd: string; directory: string; config: ProjectConfig },
): DeployRequest[] {
  if (what !== undefined && !(what in config.deployments)) {
    if (isFlowArgument(what, cwd)) {
      const argument = parseFlowArgument(what);
      const wanted = toFlowRequest(argument, options.name, readGivenOptions(command, options), cwd);
      return [{ kind: "flow", options: wanted, shownPath: argument.path }];
    }
    if (looksLikeFile(resolve(cwd, what))) return [{ kind: "file", path: resolve(cwd, what) }];
  }
  if (options.name !== undefined) throw usageError("--name is for flows, and no file is named.");
  const names = what === undefined ? Object.keys(config.deployments) : [what];
  return names.map((name): DeployRequest => {
    const configured = config.deployments[name];
    if (configured === undefined || !isConfiguredFlow(configured))
      return { kind: "job", options: toDeployOptions(name, command, options, config) };
    const given = readGivenOptions(command, options);
    const wanted = toConfiguredFlow(name, configured, given, directory);
    return { kind: "flow", options: wanted, shownPath: relative(cwd, String(wanted.module)) };
  });
}

async function deployOne(
  deployer: AcmeFlowDeployer,
  request: DeployRequest,
  signal: AbortSignal,
): Promise<Deployment> {
  switch (request.kind) {
    case "file":
      return deployer.deployFile(request.path, { signal });
    case "flow":
      return deployer.deployFlow(request.options, { signal });
    case "job":
      return deployer.deploy(request.options, { signal });
    default:
      return request satisfies never;
  }
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
