import { describeCluster } from "@acme-engine/cfn";
import type { Cluster } from "@acme-engine/cfn";
import { BadInputError } from "../input/bad-input.ts";
import type { JobRequest } from "../input/job-request.ts";
import type { DeployContext } from "./deploy-context.ts";

/**
 * The cluster as its stack's outputs tell it, with the job's own network in the place of the cluster's.
 * @throws ClusterNotFoundError; BadInputError for a `vpc_id` that is not the cluster's.
 */
export async function describeJobCluster(
  context: DeployContext,
  job: Pick<JobRequest, "vpcId" | "network">,
): Promise<Cluster> {
  const { target, emit, signal } = context;
  const cluster = await describeCluster({
    name: target.cluster,
    client: target.clients.cloudFormation,
    signal,
    pace: target.pace,
  });
  emit({
    kind: "phase",
    phase: "describeCluster",
    message: `Cluster ${cluster.name} is ${cluster.clusterArn}`,
  });
  const { vpcId, network } = job;
  if (vpcId !== undefined && vpcId !== cluster.vpcId)
    throw new BadInputError("deploy()", [
      {
        path: "jobVariables.vpc_id",
        message: `is "${vpcId}", but jobs of the cluster "${cluster.name}" run in ${cluster.vpcId}; leave it out, or make a cluster in that VPC`,
      },
    ]);
  if (network === undefined) return cluster;
  const { subnetIds, securityGroupIds, assignPublicIp } = network;
  return {
    ...cluster,
    subnetIds: [...subnetIds],
    ...(securityGroupIds !== undefined && { securityGroupIds: [...securityGroupIds] }),
    ...(assignPublicIp !== undefined && { assignPublicIp: assignPublicIp ? "ENABLED" : "DISABLED" }),
  };
}
