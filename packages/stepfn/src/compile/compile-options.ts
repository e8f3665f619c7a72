import type { JsonSchema } from "acme-engine";
import type { Json, JsonObject } from "../json.ts";

/** What a job needs to know of its cluster: the outputs of the cluster stack. */
export interface JobCluster {
  clusterArn: string;
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
  /** Tasks in public subnets without NAT need one to reach anything. */
  assignPublicIp: boolean | "ENABLED" | "DISABLED";
  /** Large parameters and results pass through this bucket, under `parameters/` and `results/`. */
  bucketName: string;
  stateMachineRoleArn: string;
}

/** The container that a task definition is made from. Everything but the image has a default in the cluster or in Fargate. */
export interface TaskSpec {
  image: string;
  command?: readonly string[] | undefined;
  environment?: Readonly<Record<string, string>> | undefined;
  /** Environment name → ARN of a Secrets Manager secret or an SSM parameter. ECS fetches the value; it never stands in a file. */
  secrets?: Readonly<Record<string, string>> | undefined;
  /** CPU units, 1024 to a vCPU. */
  cpu?: number | undefined;
  /** MiB. */
  memory?: number | undefined;
  architecture?: "X86_64" | "ARM64" | undefined;
  /** 21 to 200; Fargate gives 20 without being asked. */
  ephemeralStorageGiB?: number | undefined;
  readOnlyRoot?: boolean | undefined;
  /** Seconds between SIGTERM and SIGKILL, at most 120 on Fargate. */
  stopTimeoutSeconds?: number | undefined;
  taskRoleArn?: string | undefined;
  executionRoleArn?: string | undefined;
  logGroupName?: string | undefined;
  /** First part of the log stream's name. Default: the resource name. */
  logStreamPrefix?: string | undefined;
  logMode?: "blocking" | "non-blocking" | undefined;
  /** Tags of the task definition, which its tasks get too. */
  taskTags?: Readonly<Record<string, string>> | undefined;
}

/** An Amazon States Language state machine as plain JSON. */
export type Definition = JsonObject;

export interface CompileOptions extends Omit<TaskSpec, "image" | "command"> {
  /** The resource name (`batch-etl-prod`): state machine, task definition family and the folder of results in the bucket. */
  name: string;
  cluster: JobCluster;

  /** The container's image. Either this or `taskDefinitionArn`. */
  image?: string | undefined;
  /** A registered task definition with its revision (`…:task-definition/batch-etl-prod:7`). */
  taskDefinitionArn?: string | undefined;
  /** The container that gets parameters and command. Default `main`. */
  containerName?: string | undefined;

  /** What the container runs; without it and without `entrypoint`, the image's own command. */
  command?: readonly string[] | undefined;
  /** A Prefect flow or a function in the image: `flows/etl.py:etl` or `package.module.etl`. Excludes `command`. */
  entrypoint?: string | undefined;
  /** The interpreter that runs `entrypoint`. Default `python3`. */
  python?: string | undefined;

  /** Defaults of a run's parameters. The run's input wins, key by key. */
  parameters?: Readonly<Record<string, Json>> | undefined;
  /** What a run's parameters have to look like; checked by who starts a run. Default: any JSON object. */
  parametersSchema?: JsonSchema | undefined;
  /** How often a failed or timed-out job is started again. Default 0. Refused capacity and throttles are retried regardless. */
  retries?: number | undefined;
  /** Seconds before a retry. Default 10. */
  retryDelaySeconds?: number | undefined;
  /** A task that runs longer is stopped and counts as failed. Default: none. */
  timeoutSeconds?: number | undefined;
  /** Run on FARGATE_SPOT: cheaper, and AWS may stop the task with two minutes' notice (that counts as a failure of the job). */
  spot?: boolean | undefined;

  description?: string | undefined;
  version?: string | undefined;
  flowName?: string | undefined;
  /** Default: `name`. */
  deploymentName?: string | undefined;
  /** Tags of the state machine. */
  tags?: Readonly<Record<string, string>> | undefined;

  /** Last word on the definition before it is written. Gets a copy and returns the definition to use; must be pure. */
  transform?: ((definition: Definition) => Definition) | undefined;
}
