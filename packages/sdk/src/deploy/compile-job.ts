import type { Cluster } from "@acme-engine/cfn";
import { checkTaskRequest } from "@acme-engine/cfn";
import { compile } from "@acme-engine/stepfn";
import type { CompileOptions, JobCluster, JobDefinitionFile } from "@acme-engine/stepfn";
import { clusterTag, deploymentTag } from "../deployments/state-machines.ts";
import type { JobRequest } from "../input/job-request.ts";
import { toLabelTags } from "../input/labels.ts";
import { withCapacityProviders } from "./capacity-providers.ts";

/** The job's definition file; unpinned when its task definition is still to be made. Makes no call. */
export function compileJob(job: JobRequest, cluster: Cluster, image: string | undefined): JobDefinitionFile {
  const { names, command, entrypoint, retries, retryDelaySeconds, timeoutSeconds } = job;
  const { description, version, spot } = job;
  const file = compile({
    name: names.resourceName,
    deploymentName: names.name,
    flowName: names.flowName,
    cluster: toJobCluster(cluster),
    ...toContainerOptions(job, cluster, image),
    command,
    entrypoint,
    environment: job.environment,
    // What is not JSON in them is found and named by `compile`.
    parameters: job.parameters as CompileOptions["parameters"],
    parametersSchema: job.parametersSchema,
    retries,
    retryDelaySeconds,
    timeoutSeconds,
    spot,
    description,
    version,
    tags: {
      [clusterTag]: names.cluster,
      [deploymentTag]: names.fullName,
      ...toLabelTags(job.labels),
    },
    transform: toTransform(job),
  });
  if ("image" in file.task)
    checkTaskRequest({ cluster: names.cluster, name: names.resourceName, ...file.task });
  return file;
}

function toContainerOptions(job: JobRequest, cluster: Cluster, image: string | undefined) {
  const { container } = job;
  if (container.kind === "taskDefinition") {
    const { taskDefinitionArn, containerName, cpu, memory } = container;
    return { taskDefinitionArn, containerName, cpu, memory };
  }
  const { kind: _kind, secrets, taskTags, ...settings } = container;
  return {
    ...settings,
    image,
    cpu: container.cpu ?? cluster.jobCpu,
    memory: container.memory ?? cluster.jobMemory,
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(Object.keys(taskTags).length > 0 && { taskTags }),
  };
}

export function toJobCluster(cluster: Cluster): JobCluster {
  const { clusterArn, subnetIds, securityGroupIds, assignPublicIp, bucketName, stateMachineRoleArn } =
    cluster;
  return { clusterArn, subnetIds, securityGroupIds, assignPublicIp, bucketName, stateMachineRoleArn };
}

export function toTransform({
  capacityProviders,
  transform,
}: Pick<JobRequest, "capacityProviders" | "transform">): CompileOptions["transform"] {
  if (capacityProviders === undefined) return transform;
  return (definition) => {
    const placed = withCapacityProviders(definition, capacityProviders);
    return transform === undefined ? placed : transform(placed);
  };
}
