import { nearestNames } from "../names/nearest-names.ts";
import { readCommand } from "./read-command.ts";
import {
  isGiven,
  isRecord,
  quoteValue,
  readBoolean,
  readObject,
  readOneOf,
  readText,
  readTextList,
  readTextMap,
  readWholeNumber,
} from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

/** One item of an ECS capacity provider strategy. */
export interface CapacityProvider {
  capacityProvider: "FARGATE" | "FARGATE_SPOT";
  /** Share of the tasks, relative to the other items; 0 to 1000. */
  weight?: number;
  /** Tasks that run on this provider at least; 0 to 100000. */
  base?: number;
}

/** The variables of Prefect's ECS work pool that are taken, as Prefect spells them. Source: prefect-aws 0.7.11, `ecs_worker.py`. */
export interface EcsWorkPoolVariables {
  /** A command line, split as a shell does, or its words. */
  command: string | readonly string[];
  env: Readonly<Record<string, string | null>>;
  image: string;
  /** CPU units (1024 = 1 vCPU); digits in a text are taken too. */
  cpu: number | string;
  /** MiB; digits in a text are taken too. */
  memory: number | string;
  /** A registered task definition of your own, with its revision. Then the job is made from it and not from an image. */
  task_definition_arn: string;
  launch_type: "FARGATE" | "FARGATE_SPOT";
  capacity_provider_strategy: readonly CapacityProvider[];
  task_role_arn: string;
  execution_role_arn: string;
  cluster: string;
  vpc_id: string;
  /** `{ subnets, securityGroups?, assignPublicIp? }`, with or without `awsvpcConfiguration` around it. */
  network_configuration: Readonly<Record<string, unknown>>;
  /** Logs always go to CloudWatch Logs, so only true. */
  configure_cloudwatch_logs: boolean;
  /** The log driver's `awslogs-group`, `awslogs-stream-prefix` and `mode`. */
  cloudwatch_logs_options: Readonly<Record<string, string>>;
  /** First part of the log stream's name. Default: the deployment's resource name. */
  cloudwatch_logs_prefix: string;
  /** `main`, or with `task_definition_arn` the container that runs the job. */
  container_name: string;
  /** Tags of the task definition, and so of each task. */
  labels: Readonly<Record<string, string>>;
}

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** In Prefect's spelling (`task_role_arn`), in ours (`taskRoleArn`), or one part at a time with a dot (`env.STAGE`). */
export type JobVariables = Partial<EcsWorkPoolVariables> & {
  [Name in keyof EcsWorkPoolVariables as CamelCase<Name>]?: EcsWorkPoolVariables[Name];
} & { [dotted: `${string}.${string}`]: unknown };

/** What job variables come to; each field is absent when its variable is. */
export interface JobVariableSettings {
  command?: readonly string[];
  environment?: Record<string, string>;
  image?: string;
  cpu?: number;
  memory?: number;
  taskDefinitionArn?: string;
  launchType?: "FARGATE" | "FARGATE_SPOT";
  capacityProviders?: readonly CapacityProvider[];
  taskRoleArn?: string;
  executionRoleArn?: string;
  cluster?: string;
  vpcId?: string;
  network?: { subnetIds: readonly string[]; securityGroupIds?: readonly string[]; assignPublicIp?: boolean };
  logGroupName?: string;
  logStreamPrefix?: string;
  logMode?: "blocking" | "non-blocking";
  containerName?: string;
  labels?: Record<string, string>;
}

type Row = (value: unknown, path: string, problems: InputProblem[]) => JobVariableSettings;

/** Passes what a reader gives on under `field`, and nothing when it gives nothing. */
function row<Field extends keyof JobVariableSettings>(
  field: Field,
  read: (value: unknown, path: string, problems: InputProblem[]) => JobVariableSettings[Field],
): Row {
  return (value, path, problems) => {
    const result = read(value, path, problems);
    return result === undefined ? {} : { [field]: result };
  };
}

/** The keys are the variables that are taken. */
const supported: { readonly [Name in keyof EcsWorkPoolVariables]: Row } = {
  command: row("command", readCommand),
  env: row("environment", readTextMap),
  image: row("image", readText),
  cpu: row("cpu", readWholeNumber(1)),
  memory: row("memory", readWholeNumber(1)),
  task_definition_arn: row("taskDefinitionArn", readText),
  launch_type: row("launchType", readLaunchType),
  capacity_provider_strategy: row("capacityProviders", readCapacityProviders),
  task_role_arn: row("taskRoleArn", readText),
  execution_role_arn: row("executionRoleArn", readText),
  cluster: row("cluster", readText),
  vpc_id: row("vpcId", readText),
  network_configuration: row("network", readNetwork),
  configure_cloudwatch_logs: readConfigureLogs,
  cloudwatch_logs_options: readLogOptions,
  cloudwatch_logs_prefix: row("logStreamPrefix", readText),
  container_name: row("containerName", readText),
  labels: row("labels", readTextMap),
};

const apiKeySecret =
  'would hand a Prefect API key to the container; flows run without a server here. To keep reporting to a Prefect server, pass secrets: { PREFECT_API_KEY: <ARN> } and env: { PREFECT_API_URL, ACME_PREFECT_API: "keep" }';
const gone = "has no effect in Prefect any more either. Leave it out";

/** Variables of Prefect's ECS work pool that are refused: what each would do, and what to do instead. */
const refused: Readonly<Record<string, string>> = {
  name: "would name the runs; a run gets its name when it starts: run(..., { runName })",
  family:
    "would name the task definition family; it is derived from cluster, flow and deployment name. Leave it out",
  aws_credentials:
    "would hand credentials to the worker; the deployer has its own. Leave it out and pass profile to AcmeFlowDeployer; what the job itself may do is task_role_arn",
  prefect_api_key_secret_arn: apiKeySecret,
  prefect_api_auth_string_secret_arn: apiKeySecret,
  auto_deregister_task_definition:
    "would deregister task definitions after a run; revisions stay registered here, so that older versions stay runnable. Leave it out",
  match_latest_revision_in_family:
    "would look for an equal revision before each run; only deploy registers revisions here, and only when something changed. Leave it out",
  stream_output: gone,
  task_start_timeout_seconds: gone,
  task_watch_poll_interval: gone,
};

export const supportedJobVariables: readonly string[] = Object.keys(supported);

/** Reads job variables in any of their spellings. Each one that is unknown, refused or malformed adds a problem. */
export function readJobVariables(
  value: unknown,
  path: string,
  problems: InputProblem[],
): JobVariableSettings {
  const given = readObject(value, path, problems);
  let settings: JobVariableSettings = {};
  for (const [name, variable] of groupByVariable(given ?? {}, path, problems)) {
    const where = `${path}.${variable.spelling}`;
    if (!isGiven(variable.value)) continue;
    if (isSupported(name)) {
      settings = { ...settings, ...supported[name](variable.value, where, problems) };
    } else {
      problems.push({ path: where, message: refused[name] ?? unknownVariable(variable.spelling) });
    }
  }
  return settings;
}

function isSupported(name: string): name is keyof EcsWorkPoolVariables {
  return Object.hasOwn(supported, name);
}

function unknownVariable(spelling: string): string {
  const nearest = nearestNames(toSnakeCase(spelling), supportedJobVariables, 1);
  const meant = nearest.length > 0 ? `; did you mean ${nearest.join()}?` : ";";
  return `is no job variable${meant} Known: ${supportedJobVariables.join(", ")}`;
}

export function toSnakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Brings the spellings of one variable together: `env: { A: "1" }` and `"env.B": "2"` are one `env`. */
function groupByVariable(given: Record<string, unknown>, path: string, problems: InputProblem[]) {
  const variables = new Map<string, { spelling: string; value: unknown }>();
  for (const [key, value] of Object.entries(given)) {
    const [spelling = key, ...rest] = key.split(".");
    const name = toSnakeCase(spelling);
    const before = variables.get(name);
    // A name of an environment variable may itself have dots; deeper structures are written as objects.
    const part = rest.length === 0 ? value : { [rest.join(".")]: value };
    if (before === undefined) variables.set(name, { spelling, value: part });
    else if (isRecord(before.value) && isRecord(part))
      variables.set(name, { spelling, value: { ...before.value, ...part } });
    else problems.push({ path: `${path}.${key}`, message: `is given twice; keep one of its spellings` });
  }
  return variables;
}

function readLaunchType(value: unknown, path: string, problems: InputProblem[]) {
  if (value === "EC2" || value === "EXTERNAL") {
    problems.push({ path, message: `is "${value}"; jobs run on Fargate only: "FARGATE" or "FARGATE_SPOT"` });
    return undefined;
  }
  return readOneOf("FARGATE", "FARGATE_SPOT")(value, path, problems);
}

function readCapacityProviders(value: unknown, path: string, problems: InputProblem[]) {
  if (!Array.isArray(value)) {
    const expected = `expected a list such as [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]`;
    problems.push({ path, message: `is ${quoteValue(value)}; ${expected}` });
    return undefined;
  }
  const providers = value.map((item: unknown, index) =>
    readCapacityProvider(item, `${path}[${index}]`, problems),
  );
  // Prefect's default is an empty list, which means: by launch type.
  return providers.length === 0 ? undefined : providers.filter((provider) => provider !== undefined);
}

function readCapacityProvider(value: unknown, path: string, problems: InputProblem[]) {
  const item = readObject(value, path, problems);
  if (item === undefined) return undefined;
  const { capacityProvider, weight, base, ...others } = item;
  for (const other of Object.keys(others))
    problems.push({ path: `${path}.${other}`, message: "is unknown; known: capacityProvider, weight, base" });
  const name = readOneOf("FARGATE", "FARGATE_SPOT")(
    capacityProvider ?? "",
    `${path}.capacityProvider`,
    problems,
  );
  // Source: Amazon ECS API Reference, CapacityProviderStrategyItem
  const share = readWholeNumber(0, 1000)(weight, `${path}.weight`, problems);
  const least = readWholeNumber(0, 100_000)(base, `${path}.base`, problems);
  if (name === undefined) return undefined;
  const provider: CapacityProvider = { capacityProvider: name };
  if (share !== undefined) provider.weight = share;
  if (least !== undefined) provider.base = least;
  return provider;
}

function readNetwork(value: unknown, path: string, problems: InputProblem[]): JobVariableSettings["network"] {
  const outer = readObject(value, path, problems);
  if (outer === undefined || Object.keys(outer).length === 0) return undefined;
  const inner = isRecord(outer.awsvpcConfiguration) ? outer.awsvpcConfiguration : outer;
  const { subnets, securityGroups, assignPublicIp, ...others } = inner;
  for (const other of Object.keys(others))
    problems.push({
      path: `${path}.${other}`,
      message: "is unknown; known: subnets, securityGroups, assignPublicIp",
    });
  const subnetIds = readTextList(subnets, `${path}.subnets`, problems);
  const securityGroupIds = readTextList(securityGroups, `${path}.securityGroups`, problems);
  const publicIp = readOneOf("ENABLED", "DISABLED")(assignPublicIp, `${path}.assignPublicIp`, problems);
  if (subnetIds === undefined || subnetIds.length === 0) {
    problems.push({
      path: `${path}.subnets`,
      message: `names no subnet; expected a list such as ["subnet-0abc"]`,
    });
    return undefined;
  }
  return {
    subnetIds,
    ...(securityGroupIds !== undefined && { securityGroupIds }),
    ...(publicIp !== undefined && { assignPublicIp: publicIp === "ENABLED" }),
  };
}

function readConfigureLogs(value: unknown, path: string, problems: InputProblem[]): JobVariableSettings {
  if (readBoolean(value, path, problems) === false)
    problems.push({
      path,
      message:
        "is false; logs always go to CloudWatch Logs, for they are how a run is followed. Leave it out",
    });
  return {};
}

function readLogOptions(value: unknown, path: string, problems: InputProblem[]): JobVariableSettings {
  const options = readTextMap(value, path, problems) ?? {};
  const settings: JobVariableSettings = {};
  for (const [name, text] of Object.entries(options)) {
    if (name === "awslogs-group") settings.logGroupName = text;
    else if (name === "awslogs-stream-prefix") settings.logStreamPrefix = text;
    else if (name === "mode") {
      const mode = readOneOf("blocking", "non-blocking")(text, `${path}.mode`, problems);
      if (mode !== undefined) settings.logMode = mode;
    } else
      problems.push({
        path: `${path}.${name}`,
        message: `is not taken; known: awslogs-group, awslogs-stream-prefix, mode`,
      });
  }
  return settings;
}
