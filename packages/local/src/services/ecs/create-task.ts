import type { Tag, TaskDefinition, TaskOverride } from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { clusterArn, containerArn, taskArn } from "./arns.ts";
import type { Launch } from "./decide-launch.ts";
import type { StoredTask } from "./tasks.ts";

export interface NewTask {
  cluster: string;
  definition: TaskDefinition & { taskDefinitionArn: string };
  overrides: TaskOverride;
  launch: Launch;
  tags: Tag[];
  group: string;
  startedBy: string | undefined;
  subnetId: string | undefined;
  enableExecuteCommand: boolean;
}

/** Fargate gives every task this much disk unless the definition asks for more. Source: developer guide, "Fargate task ephemeral storage". */
const defaultDiskGiB = 20;

/** A task as RunTask answers it: PROVISIONING, its network interface not yet attached. */
export function createTask(context: EngineContext, task: NewTask): StoredTask {
  const { definition, launch } = task;
  const taskId = context.createId().replaceAll("-", "");
  const arn = taskArn(context, task.cluster, taskId);
  const disk = task.overrides.ephemeralStorage ??
    definition.ephemeralStorage ?? { sizeInGiB: defaultDiskGiB };
  const attachmentId = context.createId();
  const address = "127.0.0.1";
  return {
    taskArn: arn,
    clusterArn: clusterArn(context, task.cluster),
    taskDefinitionArn: definition.taskDefinitionArn,
    lastStatus: "PROVISIONING",
    desiredStatus: "RUNNING",
    createdAt: new Date(context.clock.now()),
    version: 1,
    cpu: task.overrides.cpu ?? definition.cpu,
    memory: task.overrides.memory ?? definition.memory,
    group: task.group,
    ...(task.startedBy !== undefined && { startedBy: task.startedBy }),
    launchType: launch.launchType,
    ...(launch.capacityProviderName && { capacityProviderName: launch.capacityProviderName }),
    platformVersion: launch.platformVersion,
    platformFamily: "Linux",
    availabilityZone: `${context.region}a`,
    enableExecuteCommand: task.enableExecuteCommand,
    ephemeralStorage: disk,
    fargateEphemeralStorage: { sizeInGiB: disk.sizeInGiB },
    overrides: task.overrides,
    tags: task.tags,
    attributes: [
      {
        name: "ecs.cpu-architecture",
        value: definition.runtimePlatform?.cpuArchitecture === "ARM64" ? "arm64" : "x86_64",
      },
    ],
    attachments: [
      {
        id: attachmentId,
        type: "ElasticNetworkInterface",
        status: "PRECREATED",
        details: [
          ...(task.subnetId === undefined ? [] : [{ name: "subnetId", value: task.subnetId }]),
          { name: "networkInterfaceId", value: `eni-${taskId.slice(0, 17)}` },
          { name: "privateIPv4Address", value: address },
        ],
      },
    ],
    containers: (definition.containerDefinitions ?? []).map((container) => ({
      containerArn: containerArn(context, task.cluster, taskId, context.createId()),
      taskArn: arn,
      name: container.name ?? "",
      image: container.image,
      lastStatus: "PENDING",
      networkInterfaces: [{ attachmentId, privateIpv4Address: address }],
      cpu: String(container.cpu ?? 0),
      ...(container.memory !== undefined && { memory: String(container.memory) }),
      ...(container.memoryReservation !== undefined && {
        memoryReservation: String(container.memoryReservation),
      }),
    })),
  };
}
