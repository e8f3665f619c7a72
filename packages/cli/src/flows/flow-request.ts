import { resolve } from "node:path";

import type { FlowDeployOptions } from "@acme-engine/sdk";

import { CliError } from "../cli-error.ts";
import { type FlowArgument, parseFlowArgument } from "./flow-argument.ts";

/** What a flow's deployment is called when nobody says. */
export const defaultDeploymentName = "default";

/** The deployment of a flow that the command line names. The SDK checks the values. */
export function toFlowRequest(
  { path, flow }: FlowArgument,
  name: string | undefined,
  given: Readonly<Record<string, unknown>>,
  cwd: string,
): FlowDeployOptions {
  return {
    ...given,
    name: name ?? defaultDeploymentName,
    module: resolve(cwd, path),
    ...(flow === undefined ? {} : { flow }),
  };
}

/**
 * A deployment of acme.config.json whose `flow` names a file: `"prod": { "flow": "flows/nightly.ts#nightly" }`. Its key is its name,
 * or `nightly/prod`, as runs name it: two flows may both have a `prod`.
 */
export function toConfiguredFlow(
  key: string,
  configured: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
  directory: string,
): FlowDeployOptions {
  const { flow, ...rest } = configured;
  if (typeof flow !== "string" || flow === "")
    throw new CliError(
      "ACME_CONFIG",
      `acme.config.json: deployments.${key}.flow is ${JSON.stringify(flow)}, expected a file.`,
      {
        hint: 'For example "flow": "flows/nightly.ts#nightly".',
      },
    );
  const argument = parseFlowArgument(flow);
  const slash = key.lastIndexOf("/");
  const [flowName, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (flowName !== undefined && argument.flow !== undefined && flowName !== argument.flow)
    throw new CliError(
      "ACME_CONFIG",
      `acme.config.json: deployments.${key} is of the flow ${JSON.stringify(flowName)}, and its "flow" names ${JSON.stringify(argument.flow)}.`,
      { hint: `Call it "${argument.flow}/${name}", or ${JSON.stringify(name)}.` },
    );
  const wanted = { ...argument, flow: argument.flow ?? flowName };
  return toFlowRequest(wanted, name, { ...rest, ...given }, directory);
}

/** Whether a deployment of acme.config.json is a flow's. */
export function isConfiguredFlow(configured: Readonly<Record<string, unknown>> | undefined): boolean {
  return configured !== undefined && "flow" in configured;
}
