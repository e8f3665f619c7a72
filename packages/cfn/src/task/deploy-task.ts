import { AcmeError } from "../acme-error.ts";
import { checkTags, stackTags } from "../stack/stack-tags.ts";
import { toClusterNotFound } from "../cluster/describe-cluster.ts";
import { checkFargateSize } from "../fargate-sizes.ts";
import { checkClusterName, checkResourceName, toTaskStackName } from "../names.ts";
import { StackRefusedError } from "../stack/change-set.ts";
import type { StackDeployment } from "../stack/deploy-stack.ts";
import { deployStack } from "../stack/deploy-stack.ts";
import type { StackOptions } from "../stack/stack-access.ts";
import { toStackAccess } from "../stack/stack-access.ts";
import { StackFailedError } from "../stack/stack-failure.ts";
import { loadTemplate } from "../template/load-template.ts";
import type { ContainerInput } from "./container-input.ts";
import { checkContainerInput } from "./container-input.ts";
import { checkImageReference } from "./image-reference.ts";
import { renderTaskTemplate } from "./render-task-template.ts";

export interface TaskRequest extends StackOptions, ContainerInput {
  /** Name of the cluster whose roles and log group the job has. */
  cluster: string;
  /** The resource name, `<cluster>-[<flow>-]<deployment>`: name of the task definition family. */
  name: string;
  image: string;
  /** CPU units. Default: 1024. */
  cpu?: number | undefined;
  /** MiB. Default: 2048. */
  memory?: number | undefined;
  /** Default: `X86_64`. */
  architecture?: "X86_64" | "ARM64" | undefined;
  /** From 21 to 200. Default: the 20 GiB that Fargate gives anyway. */
  ephemeralStorageGiB?: number | undefined;
  /** Default: `false`. */
  readOnlyRoot?: boolean | undefined;
  /** Between SIGTERM and SIGKILL, from 2 to 120. Default: 30. */
  stopTimeoutSeconds?: number | undefined;
  /** Default: the cluster's. Others need the path `/acme/<cluster>/task/`, or the state machine may not pass them. */
  taskRoleArn?: string | undefined;
  executionRoleArn?: string | undefined;
  /** Default: the cluster's, `/acme/<cluster>`. */
  logGroupName?: string | undefined;
  /** Default: the resource name. */
  logStreamPrefix?: string | undefined;
  /** `blocking` (default): no line is lost, and the job waits when CloudWatch Logs is slow. */
  logMode?: "blocking" | "non-blocking" | undefined;
  /** A changed copy of `task/template.yaml`, as text. Default: the one that comes with this package. */
  template?: string | undefined;
  /** On the task definition too; on the tasks when whoever runs them propagates them. */
  tags?: Readonly<Record<string, string>> | undefined;
}

export interface TaskDeployment extends StackDeployment {
  /** With its revision. */
  taskDefinitionArn: string;
  family: string;
  revision: number;
}

/**
 * Registers a revision of the job's task definition through its stack `acme-<name>`; the same request again registers
 * nothing and takes two AWS calls. Older revisions stay registered.
 * @throws AcmeError before any call for bad input · ClusterNotFoundError when the cluster's exports are not there ·
 * else as `deployStack`.
 */
export async function deployTask(request: TaskRequest): Promise<TaskDeployment> {
  const { cluster, name, tags = {}, template = loadTemplate("task") } = request;
  const { client, onEvent, signal, pace } = request;
  checkTaskRequest(request);
  const options = { client, onEvent, signal, pace };
  try {
    const deployment = await deployStack({
      ...options,
      stackName: toTaskStackName(name),
      templateBody: renderTaskTemplate(template, request),
      parameters: toTaskParameters(request),
      tags: { ...tags, [stackTags.kind]: "task", [stackTags.cluster]: cluster, [stackTags.deployment]: name },
    });
    return { ...deployment, ...toTaskDefinition(deployment) };
  } catch (error) {
    // AWS names the missing export, not the cluster that it belongs to; before or after it has begun.
    const reason =
      error instanceof StackRefusedError || error instanceof StackFailedError ? error.reason : "";
    if (/no export named/i.test(reason ?? ""))
      throw await toClusterNotFound(cluster, toStackAccess(options), error);
    throw error;
  }
}

/** The input checks of `deployTask` alone: no call is made. */
export function checkTaskRequest(request: Omit<TaskRequest, "client">): void {
  const { cluster, name, image, cpu = 1024, memory = 2048, tags = {}, ephemeralStorageGiB } = request;
  checkClusterName(cluster);
  checkResourceName(name, cluster);
  checkImageReference(image);
  checkFargateSize({ cpu, memory });
  checkContainerInput(request);
  checkTags(tags);
  if (ephemeralStorageGiB !== undefined && !(ephemeralStorageGiB >= 21 && ephemeralStorageGiB <= 200))
    throw new AcmeError(
      "ACME_BAD_PARAMETER",
      `ephemeralStorageGiB ${ephemeralStorageGiB} must be from 21 to 200`,
      {
        hint: "Leave it out for the 20 GiB that Fargate gives anyway.",
      },
    );
}

function toTaskParameters(request: TaskRequest): Record<string, string | number | boolean> {
  const { architecture, ephemeralStorageGiB, readOnlyRoot, stopTimeoutSeconds, cpu, memory } = request;
  const { executionRoleArn, taskRoleArn, logGroupName, logStreamPrefix, logMode } = request;
  return {
    ClusterName: request.cluster,
    Family: request.name,
    Image: request.image,
    ...(cpu !== undefined && { Cpu: cpu }),
    ...(memory !== undefined && { Memory: memory }),
    ...(architecture !== undefined && { Architecture: architecture }),
    ...(ephemeralStorageGiB !== undefined && { EphemeralStorageGiB: ephemeralStorageGiB }),
    ...(readOnlyRoot !== undefined && { ReadOnlyRoot: readOnlyRoot }),
    ...(stopTimeoutSeconds !== undefined && { StopTimeoutSeconds: stopTimeoutSeconds }),
    ...(executionRoleArn !== undefined && { ExecutionRoleArn: executionRoleArn }),
    ...(taskRoleArn !== undefined && { TaskRoleArn: taskRoleArn }),
    ...(logGroupName !== undefined && { LogGroupName: logGroupName }),
    ...(logStreamPrefix !== undefined && { LogStreamPrefix: logStreamPrefix }),
    ...(logMode !== undefined && { LogMode: logMode }),
  };
}

/** `arn:aws:ecs:eu-west-1:123456789012:task-definition/batch-etl:7` */
function toTaskDefinition({ stackName, outputs }: StackDeployment) {
  const taskDefinitionArn = outputs["TaskDefinitionArn"] ?? "";
  const [, family, revision] = /:task-definition\/([^:/]+):(\d+)$/.exec(taskDefinitionArn) ?? [];
  if (family === undefined || revision === undefined)
    throw new AcmeError("ACME_NOT_A_TASK", `Stack "${stackName}" has no output TaskDefinitionArn`, {
      hint: "Another stack has that name: call the deployment otherwise, or delete that stack.",
    });
  return { taskDefinitionArn, family, revision: Number(revision) };
}
