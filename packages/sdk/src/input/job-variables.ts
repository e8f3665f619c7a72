import { nearestNames } from "@acme-engine/stepfn";
import { lookUp } from "./look-up.ts";
import { readCapacityProviders, readLaunchType } from "./read-capacity.ts";
import type { CapacityProvider } from "./read-capacity.ts";
import { readCommand } from "./read-command.ts";
import { readConfigureLogs, readLogOptions } from "./read-log-settings.ts";
import type { LogSettings } from "./read-log-settings.ts";
import { readNetwork } from "./read-network.ts";
import type { NetworkSettings } from "./read-network.ts";
import { isGiven, isRecord, readObject, readText, readTextMap, readWholeNumber } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

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
export interface JobVariableSettings extends LogSettings {
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
  network?: NetworkSettings;
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
      problems.push({ path: where, message: lookUp(refused, name) ?? unknownVariable(variable.spelling) });
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
