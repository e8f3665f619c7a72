import { createDeploymentName, flowNameOf } from "../names/deployment-name.ts";
import { nearestNames } from "@acme-engine/stepfn";
import { BadInputError } from "./bad-input.ts";
import { checkContainer } from "./check-container.ts";
import type { JobRequest } from "./job-request.ts";
import { lookUp } from "./look-up.ts";
import { isOption, optionReaders } from "./option-readers.ts";
import type { ReadOptions } from "./option-readers.ts";
import { pickOne, readContainer } from "./read-container.ts";
import { isGiven, readObject } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";
import { fixedOptions, refusedOptions } from "./refused-options.ts";

/**
 * Checks all that can be checked without a call: unknown and refused names, types, ranges, contradictions, names.
 * @throws BadInputError ACME_BAD_INPUT with every problem at once; then AcmeError ACME_BAD_NAME and what `checkContainer` throws
 */
export function parseDeployOptions(cluster: string, given: unknown): JobRequest {
  const problems: InputProblem[] = [];
  const options = readOptions(given, problems);
  const variables = options.jobVariables ?? {};
  if (!isGiven(options.name) && !problems.some(({ path }) => path === "name"))
    problems.push({ path: "name", message: 'is missing; expected the deployment\'s name, e.g. "prod"' });
  for (const [path, pool] of [
    ["workPoolName", options.workPoolName],
    ["jobVariables.cluster", variables.cluster],
  ] as const) {
    if (pool !== undefined && pool !== cluster)
      problems.push({
        path,
        message: `is "${pool}", but this deployer deploys to the cluster "${cluster}"; leave it out, or make the deployer with { cluster: "${pool}" }`,
      });
  }
  const command = pickOne("command", options.command, variables.command, problems);
  if (command !== undefined && options.entrypoint !== undefined)
    problems.push({ path: "command", message: "and entrypoint exclude each other; keep one" });
  const container = readContainer(options, variables, problems);
  if (problems.length > 0 || options.name === undefined || container === undefined)
    throw new BadInputError("deploy()", problems);

  const { entrypoint, retries, retryDelaySeconds, timeoutSeconds, description, version, transform } = options;
  const flowName = options.flowName ?? (entrypoint === undefined ? undefined : flowNameOf(entrypoint));
  const { vpcId, network, capacityProviders } = variables;
  const job: JobRequest = {
    names: createDeploymentName({ cluster, flowName, name: options.name }),
    container,
    parameters: options.parameters ?? {},
    environment: { ...variables.environment, ...options.environment },
    labels: options.tags ?? [],
    spot: variables.launchType === "FARGATE_SPOT",
    ...(command !== undefined && { command }),
    ...(entrypoint !== undefined && { entrypoint }),
    ...(retries !== undefined && { retries }),
    ...(retryDelaySeconds !== undefined && { retryDelaySeconds }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(capacityProviders !== undefined && { capacityProviders }),
    ...(vpcId !== undefined && { vpcId }),
    ...(network !== undefined && { network }),
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(transform !== undefined && { transform }),
  };
  checkContainer(job);
  return job;
}

function readOptions(given: unknown, problems: InputProblem[]): ReadOptions {
  const object = readObject(given, "the options", problems);
  if (object === undefined) throw new BadInputError("deploy()", problems);
  const options: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [spelling, value] of Object.entries(object)) {
    if (!isGiven(value)) continue;
    const name = toCamelCase(spelling);
    if (seen.has(name))
      problems.push({ path: spelling, message: "is given twice; keep one of its spellings" });
    else if (isOption(name)) options[name] = optionReaders[name](value, spelling, problems);
    else refuse(name, spelling, value, problems);
    seen.add(name);
  }
  // Each field came out of the reader that gives `ReadOptions` its type.
  return options as ReadOptions;
}

function refuse(name: string, spelling: string, value: unknown, problems: InputProblem[]): void {
  const fixed = lookUp(fixedOptions, name);
  if (fixed !== undefined && value === fixed.value) return;
  const known = Object.keys(optionReaders);
  const nearest = nearestNames(name, known, 1);
  const meant = nearest.length > 0 ? `; did you mean ${nearest.join()}?` : ";";
  const message =
    fixed?.otherwise ??
    lookUp(refusedOptions, name) ??
    `is no option of deploy${meant} Known: ${known.join(", ")}`;
  problems.push({ path: spelling, message });
}

export function toCamelCase(name: string): string {
  return name.replaceAll(/(?<=[a-zA-Z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
