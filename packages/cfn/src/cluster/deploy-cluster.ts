import { AcmeError } from "../acme-error.ts";
import { checkFargateSize } from "../fargate-sizes.ts";
import { checkClusterName, toClusterStackName } from "../names.ts";
import type { StackDeployment } from "../stack/deploy-stack.ts";
import { deployStack } from "../stack/deploy-stack.ts";
import type { StackOptions } from "../stack/stack-access.ts";
import { loadTemplate } from "../template/load-template.ts";
import type { ParameterValue } from "../template/template-parameters.ts";
import type { Cluster } from "./cluster.ts";
import { checkTags, stackTags } from "../stack/stack-tags.ts";
import { toCluster } from "./cluster.ts";

/** The parameters of `cluster/template.yaml`, which describes each; `ClusterName` is the helper's own. */
export const clusterParameterNames = [
  "ContainerInsights",
  "JobCpu",
  "JobMemory",
  "VpcId",
  "SubnetIds",
  "SecurityGroupIds",
  "AssignPublicIp",
  "VpcCidr",
  "LogRetentionDays",
  "ObjectExpirationDays",
  "PermissionsBoundaryArn",
  "TaskPolicyArns",
  "ImageRepositoryArns",
  "SecretArns",
] as const;

export type ClusterParameters = Partial<Record<(typeof clusterParameterNames)[number], ParameterValue>>;

export interface ClusterRequest extends StackOptions {
  /** Starts with a letter, then letters, digits and hyphens, 40 characters at most. */
  name: string;
  /** What a cluster that exists has and is not named here stays as it is. */
  parameters?: Readonly<ClusterParameters> | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  /** A changed copy of `cluster/template.yaml`, as text. Default: the one that comes with this package. */
  template?: string | undefined;
}

/**
 * Creates the cluster's stack `acme-<name>`, or brings it to the newest template and the given parameters.
 * Two AWS calls when there is nothing to do.
 * @throws AcmeError before any call for a bad name, parameter or Fargate size; else as `deployStack`.
 */
export async function deployCluster({
  name,
  parameters = {},
  tags = {},
  template = loadTemplate("cluster"),
  ...options
}: ClusterRequest): Promise<StackDeployment & { cluster: Cluster }> {
  checkClusterName(name);
  checkTags(tags);
  const { JobCpu, JobMemory } = parameters;
  if (JobCpu !== undefined && JobMemory !== undefined)
    checkFargateSize({ cpu: Number(JobCpu), memory: Number(JobMemory) });
  const deployment = await deployStack({
    ...options,
    stackName: toClusterStackName(name),
    templateBody: template,
    parameters: { ...parameters, ClusterName: name },
    tags: { ...tags, [stackTags.kind]: "cluster", [stackTags.cluster]: name },
    omitted: "keep",
    check: checkTogether,
  });
  return { ...deployment, cluster: toCluster(name, deployment) };
}

/** What the template's rules say, and the Fargate table that they cannot. */
function checkTogether({
  VpcId,
  SubnetIds,
  SecurityGroupIds,
  JobCpu,
  JobMemory,
}: Readonly<Record<string, string | undefined>>): void {
  // A changed template may do without these parameters.
  if (JobCpu !== undefined && JobMemory !== undefined)
    checkFargateSize({ cpu: Number(JobCpu), memory: Number(JobMemory) });
  if (VpcId && SubnetIds === "")
    refuse(`VpcId "${VpcId}" needs SubnetIds`, "Name the subnets in which jobs are to run.");
  if (VpcId === "" && SubnetIds)
    refuse(`SubnetIds "${SubnetIds}" need their VpcId`, "Name the VPC of these subnets.");
  if (VpcId === "" && SecurityGroupIds)
    refuse(
      `SecurityGroupIds "${SecurityGroupIds}" need their VpcId`,
      "Name the VPC of these groups, and SubnetIds in it.",
    );
}

function refuse(message: string, hint: string): never {
  throw new AcmeError("ACME_BAD_PARAMETER", message, { hint });
}
