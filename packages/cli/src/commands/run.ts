import { resolve } from "node:path";

import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { parseParameters } from "../parse-assignments.ts";
import { usageError } from "../cli-error.ts";
import { readJsonFile } from "../project/read-file.ts";
import { isFlowArgument } from "../flows/flow-argument.ts";
import { findProject } from "../project/find-project.ts";
import { followToEnd } from "./follow-run.ts";
import type { RunFlowOptions } from "./deploy-and-run.ts";

export interface RunOptions extends CommonOptions {
  param?: string[];
  params?: string;
  wait?: boolean;
  runName?: string;
}

/** `acme run FILE#FLOW` deploys a flow and runs it, `acme run NAME` runs what is deployed. */
export async function run(
  context: CommandContext,
  what: string,
  options: RunOptions & RunFlowOptions,
): Promise<number> {
  const { cwd, env } = context.io;
  const parameters = readParameters(options, cwd);
  const isDeployment = what in findProject(cwd, env).config.deployments || !isFlowArgument(what, cwd);
  if (!isDeployment) return (await import("./run-flow.ts")).runFlow(context, what, parameters, options);
  for (const option of ["watch", "name"] as const) {
    if (options[option] !== undefined)
      throw usageError(`--${option} is for flows, and no file is named.`, "acme run FILE.ts#FLOW --watch");
  }
  return runDeployment(context, what, parameters, options);
}

/** Starts a run; with `--wait` follows it and ends with the job's exit code. */
async function runDeployment(
  context: CommandContext,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  options: RunOptions,
): Promise<number> {
  const { printer, signal } = context;
  return withTarget(context, options, { changes: true }, async (session) => {
    const { deployer, target } = session;
    const started = await deployer.run(name, {
      parameters,
      signal,
      ...(options.runName ? { runName: options.runName } : {}),
    });
    if (!options.wait && !target.endsWithCommand) {
      printer.result(started, `Run ${started.name} of ${started.deployment} started`);
      printer.detail(`Next: acme logs ${started.name} --follow`);
      return 0;
    }
    if (!options.wait)
      printer.detail(
        "The engine runs in this command, so it stays until the run has ended. `acme up` keeps one running.",
      );
    return followToEnd(context, session, started, signal);
  });
}

function readParameters({ params, param }: RunOptions, cwd: string): Record<string, unknown> {
  return { ...readParameterFile(params, cwd), ...parseParameters(param ?? []) };
}

function readParameterFile(path: string | undefined, cwd: string): Record<string, unknown> {
  if (path === undefined) return {};
  const value = readJsonFile(path === "-" ? path : resolve(cwd, path), "parameter");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(`The parameter file ${path} must hold a JSON object, such as {"day": "2026-01-31"}.`);
  }
  return value as Record<string, unknown>;
}
