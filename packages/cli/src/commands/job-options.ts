import type { DeployOptions } from "@acme-engine/sdk";

import { usageError } from "../cli-error.ts";
import { parseAssignments, parseParameters } from "../parse-assignments.ts";
import type { ProjectConfig } from "../project/config.ts";

/** The options that describe a job; `acme deploy`, `acme compile` and `acme task deploy` share them. */
export interface JobOptions {
  image?: string;
  entrypoint?: string;
  flowName?: string;
  param?: string[];
  env?: string[];
  secret?: string[];
  cpu?: string;
  memory?: string;
  architecture?: string;
  ephemeralStorage?: string;
  readOnlyRoot?: boolean;
  stopTimeout?: string;
  retries?: string;
  retryDelay?: string;
  timeout?: string;
  tag?: string[];
  description?: string;
  deploymentVersion?: string;
}

/** What `acme.config.json` says of the deployment, with the command line's options over it. The SDK checks the values. */
export function toDeployOptions(
  name: string,
  command: readonly string[],
  options: JobOptions,
  config: ProjectConfig,
): DeployOptions {
  const configured = config.deployments[name];
  const set = readGivenOptions(command, options);
  if (!configured && Object.keys(set).length === 0) {
    const known = Object.keys(config.deployments);
    throw usageError(
      `There is no deployment ${JSON.stringify(name)} in acme.config.json, and no --image is given.`,
      known.length > 0
        ? `It has: ${known.join(", ")}.`
        : `For example: acme deploy ${name} --image IMAGE -- COMMAND`,
    );
  }
  // The SDK refuses what does not fit, field by field, so values of the file go there as they are.
  return { ...configured, ...set, name } as DeployOptions;
}

/** The command line's options by the names that the SDK has for them, as far as they are given. */
export function readGivenOptions(
  command: readonly string[],
  options: JobOptions,
): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {
    image: options.image,
    entrypoint: options.entrypoint,
    flowName: options.flowName,
    command: command.length > 0 ? command : undefined,
    parameters: options.param && parseParameters(options.param),
    environment: options.env && parseAssignments(options.env, "--env"),
    secrets: options.secret && parseAssignments(options.secret, "--secret"),
    cpu: parseNumber(options.cpu, "--cpu"),
    memory: parseNumber(options.memory, "--memory"),
    architecture: options.architecture?.toUpperCase(),
    ephemeralStorageGiB: parseNumber(options.ephemeralStorage, "--ephemeral-storage"),
    readOnlyRoot: options.readOnlyRoot,
    stopTimeoutSeconds: parseNumber(options.stopTimeout, "--stop-timeout"),
    retries: parseNumber(options.retries, "--retries"),
    retryDelaySeconds: parseNumber(options.retryDelay, "--retry-delay"),
    timeoutSeconds: parseNumber(options.timeout, "--timeout"),
    tags: options.tag,
    description: options.description,
    version: options.deploymentVersion,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function parseNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) {
    throw usageError(`${option} ${JSON.stringify(text)} is not a number.`);
  }
  return number;
}
