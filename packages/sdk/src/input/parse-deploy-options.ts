import type { CompileOptions } from "@acme-engine/stepfn";
import { createDeploymentName, flowNameOf } from "../names/deployment-name.ts";
import { nearestNames } from "../names/nearest-names.ts";
import { BadInputError } from "./bad-input.ts";
import { checkContainer } from "./check-container.ts";
import type { ContainerRequest, JobRequest, OwnTaskDefinition } from "./job-request.ts";
import { readJobVariables } from "./job-variables.ts";
import type { JobVariableSettings } from "./job-variables.ts";
import { readLabels } from "./labels.ts";
import {
  isGiven,
  quoteValue,
  readBoolean,
  readObject,
  readOneOf,
  readText,
  readTextMap,
  readWholeNumber,
} from "./read-value.ts";
import type { InputProblem, Reader } from "./read-value.ts";
import { readCommand } from "./read-command.ts";
import { fixedOptions, refusedOptions } from "./refused-options.ts";

/** The options that are taken, each with its reader. */
const readers = {
  name: readText,
  image: readImage,
  entrypoint: readEntrypoint,
  flowName: readText,
  parameters: readObject,
  jobVariables: readJobVariables,
  tags: readLabels,
  description: readText,
  version: readText,
  workPoolName: readText,
  command: readCommand,
  environment: readTextMap,
  secrets: readTextMap,
  retries: readWholeNumber(0),
  retryDelaySeconds: readWholeNumber(1),
  timeoutSeconds: readWholeNumber(1),
  cpu: readWholeNumber(1),
  memory: readWholeNumber(1),
  architecture: readOneOf("X86_64", "ARM64"),
  ephemeralStorageGiB: readWholeNumber(21, 200),
  readOnlyRoot: readBoolean,
  stopTimeoutSeconds: readWholeNumber(2, 120),
  transform: readTransform,
} satisfies Record<string, Reader<unknown>>;

type Name = keyof typeof readers;
type Options = { [Option in Name]?: NonNullable<ReturnType<(typeof readers)[Option]>> };

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

function readOptions(given: unknown, problems: InputProblem[]): Options {
  const object = readObject(given, "the options", problems);
  if (object === undefined) throw new BadInputError("deploy()", problems);
  const options: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [spelling, value] of Object.entries(object)) {
    if (!isGiven(value)) continue;
    const name = toCamelCase(spelling);
    if (seen.has(name))
      problems.push({ path: spelling, message: "is given twice; keep one of its spellings" });
    else if (isOption(name)) options[name] = readers[name](value, spelling, problems);
    else refuse(name, spelling, value, problems);
    seen.add(name);
  }
  // Each field came out of the reader that gives `Options` its type.
  return options as Options;
}

function refuse(name: string, spelling: string, value: unknown, problems: InputProblem[]): void {
  const fixed = fixedOptions[name];
  if (fixed !== undefined && value === fixed.value) return;
  const known = Object.keys(readers);
  const nearest = nearestNames(name, known, 1);
  const meant = nearest.length > 0 ? `; did you mean ${nearest.join()}?` : ";";
  const message =
    fixed?.otherwise ?? refusedOptions[name] ?? `is no option of deploy${meant} Known: ${known.join(", ")}`;
  problems.push({ path: spelling, message });
}

function isOption(name: string): name is Name {
  return Object.hasOwn(readers, name);
}

function toCamelCase(name: string): string {
  return name.replaceAll(/(?<=[a-zA-Z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** An option that a job variable means too. Two different wishes are refused, for one of them would be ignored. */
function pickOne<Value>(
  name: string,
  option: Value | undefined,
  variable: Value | undefined,
  problems: InputProblem[],
): Value | undefined {
  const differ = JSON.stringify(option) !== JSON.stringify(variable);
  if (option !== undefined && variable !== undefined && differ)
    problems.push({ path: name, message: `and jobVariables.${name} say different things; keep one` });
  return option ?? variable;
}

const containerOptions = [
  "image",
  "secrets",
  "architecture",
  "ephemeralStorageGiB",
  "readOnlyRoot",
  "stopTimeoutSeconds",
] as const satisfies readonly Name[];

const containerVariables = [
  "image",
  "taskRoleArn",
  "executionRoleArn",
  "logGroupName",
  "logStreamPrefix",
  "logMode",
  "labels",
] as const satisfies readonly (keyof JobVariableSettings)[];

function readContainer(
  options: Options,
  variables: JobVariableSettings,
  problems: InputProblem[],
): ContainerRequest | OwnTaskDefinition | undefined {
  const cpu = pickOne("cpu", options.cpu, variables.cpu, problems);
  const memory = pickOne("memory", options.memory, variables.memory, problems);
  const size = { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  if (variables.taskDefinitionArn !== undefined)
    return { ...readOwnTaskDefinition(variables.taskDefinitionArn, options, variables, problems), ...size };
  const image = pickOne("image", options.image, variables.image, problems);
  if (variables.containerName !== undefined && variables.containerName !== "main")
    problems.push({
      path: "jobVariables.container_name",
      message: `is "${variables.containerName}"; the container that is made for the job is named "main". Leave it out`,
    });
  if (image === undefined) {
    if (!problems.some(({ path }) => path === "image" || path === "jobVariables.image"))
      problems.push({
        path: "image",
        message: `is missing; expected a container image such as "python:3.13-slim"`,
      });
    return undefined;
  }
  const { architecture, ephemeralStorageGiB, readOnlyRoot, stopTimeoutSeconds } = options;
  const { taskRoleArn, executionRoleArn, logGroupName, logStreamPrefix, logMode } = variables;
  return {
    kind: "container",
    image,
    secrets: options.secrets ?? {},
    taskTags: variables.labels ?? {},
    ...size,
    ...(architecture !== undefined && { architecture }),
    ...(ephemeralStorageGiB !== undefined && { ephemeralStorageGiB }),
    ...(readOnlyRoot !== undefined && { readOnlyRoot }),
    ...(stopTimeoutSeconds !== undefined && { stopTimeoutSeconds }),
    ...(taskRoleArn !== undefined && { taskRoleArn }),
    ...(executionRoleArn !== undefined && { executionRoleArn }),
    ...(logGroupName !== undefined && { logGroupName }),
    ...(logStreamPrefix !== undefined && { logStreamPrefix }),
    ...(logMode !== undefined && { logMode }),
  };
}

function readOwnTaskDefinition(
  taskDefinitionArn: string,
  options: Options,
  variables: JobVariableSettings,
  problems: InputProblem[],
): OwnTaskDefinition {
  const path = "jobVariables.task_definition_arn";
  if (!/^arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:\d+$/.test(taskDefinitionArn))
    problems.push({
      path,
      message: `is ${quoteValue(taskDefinitionArn)}; expected the ARN with its revision, e.g. "arn:aws:ecs:eu-central-1:123456789012:task-definition/etl:7"`,
    });
  const besides = [
    ...containerOptions.filter((name) => options[name] !== undefined),
    ...containerVariables
      .filter((name) => variables[name] !== undefined)
      .map((name) => `jobVariables.${name}`),
  ];
  for (const name of besides)
    problems.push({
      path: name,
      message: `belongs to the task definition that ${path} names; change it there`,
    });
  const { containerName } = variables;
  return {
    kind: "taskDefinition",
    taskDefinitionArn,
    ...(containerName !== undefined && { containerName }),
  };
}

function readImage(value: unknown, path: string, problems: InputProblem[]): string | undefined {
  if (typeof value === "object" && value !== null) {
    problems.push({
      path,
      message:
        "is an object; images are not built here yet, so there is no DockerImage. Build and push the image and pass its name",
    });
    return undefined;
  }
  return readText(value, path, problems);
}

function readEntrypoint(value: unknown, path: string, problems: InputProblem[]): string | undefined {
  const text = readText(value, path, problems);
  if (text === undefined || /^(\S+\.py:[A-Za-z_][\w.]*|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)$/.test(text))
    return text;
  problems.push({
    path,
    message: `is ${quoteValue(text)}; expected <file in the image>.py:<function>, e.g. "flows/etl.py:etl", or a dotted path such as "package.module.etl"`,
  });
  return undefined;
}

function readTransform(
  value: unknown,
  path: string,
  problems: InputProblem[],
): NonNullable<CompileOptions["transform"]> | undefined {
  // A function's parameters can't be seen at run time; the definition that comes back is validated.
  if (typeof value === "function") return value as NonNullable<CompileOptions["transform"]>;
  problems.push({
    path,
    message: `is ${quoteValue(value)}; expected a function that takes a definition and returns one`,
  });
  return undefined;
}
