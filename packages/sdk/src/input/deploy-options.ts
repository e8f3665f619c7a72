import type { CompileOptions } from "@acme-engine/stepfn";
import type { JobVariables } from "./job-variables.ts";

/**
 * What `deploy` and `compile` take. Names that Prefect's `flow.deploy` has mean what they mean there; each may also be
 * spelled as in Python (`job_variables`). Prefect's other names are refused one by one: see `refused-options.ts`.
 */
export interface DeployOptions {
  /** The deployment's name, e.g. `prod`. Letters, digits and hyphens; with cluster and flow at most 80 characters. */
  name: string;
  /** The container's image. Needed unless `jobVariables.task_definition_arn` names a task definition. */
  image?: string | undefined;
  /** A Prefect flow or a function in the image: `flows/etl.py:etl`. Either this or `command`. */
  entrypoint?: string | undefined;
  /** Default: the entrypoint's function, with hyphens for underscores; none without an entrypoint. */
  flowName?: string | undefined;
  /** Default parameters of the runs: a JSON object. */
  parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Variables of Prefect's ECS work pool. A first-class option below wins over the variable that means the same. */
  jobVariables?: JobVariables | undefined;
  /** Labels, as Prefect has them; each becomes the tag `acme:label:<label>` of the state machine. */
  tags?: readonly string[] | undefined;
  description?: string | undefined;
  /** Free text. Default: the start of the definition's source hash. */
  version?: string | undefined;
  /** Prefect's word for where runs go: the cluster's name, or leave it out. */
  workPoolName?: string | undefined;
  build?: false | undefined;
  push?: false | undefined;

  /** What the container runs. Default: the image's own command. A text is split into words as a shell does. */
  command?: string | readonly string[] | undefined;
  environment?: Readonly<Record<string, string>> | undefined;
  /** Environment name → ARN of a Secrets Manager secret or an SSM parameter. */
  secrets?: Readonly<Record<string, string>> | undefined;
  /** How often a failed job is started again. Default 0. */
  retries?: number | undefined;
  /** Default 10. */
  retryDelaySeconds?: number | undefined;
  /** A task that runs longer is stopped and counts as failed. Default: none. */
  timeoutSeconds?: number | undefined;
  /** CPU units, 1024 to a vCPU. Default: the cluster's. */
  cpu?: number | undefined;
  /** MiB. Default: the cluster's. */
  memory?: number | undefined;
  /** Default X86_64. */
  architecture?: "X86_64" | "ARM64" | undefined;
  /** 21 to 200; Fargate gives 20 without being asked. */
  ephemeralStorageGiB?: number | undefined;
  /** The container cannot write to its own file system. Default false. */
  readOnlyRoot?: boolean | undefined;
  /** Seconds between SIGTERM and SIGKILL, 2 to 120. Default 30. */
  stopTimeoutSeconds?: number | undefined;
  /** Last word on the state machine's definition before it is written. */
  transform?: CompileOptions["transform"] | undefined;
}
