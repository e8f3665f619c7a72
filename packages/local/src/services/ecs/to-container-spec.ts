import type { ContainerDefinition, KeyValuePair, TaskDefinition } from "@aws-sdk/client-ecs";

import type { ContainerSpec } from "../../containers/runtime.ts";
import { parseCpu, parseMemory } from "./fargate-size.ts";
import { overrideOf } from "./task-overrides.ts";
import type { StoredTask } from "./tasks.ts";

/** Source: Amazon ECS API Reference, ContainerDefinition, stopTimeout: default on Fargate. */
const defaultStopTimeoutSeconds = 30;

export interface SpecParts {
  readonly task: StoredTask;
  readonly taskId: string;
  readonly definition: TaskDefinition;
  readonly container: ContainerDefinition;
  /** How the job reaches the engine; the definition's variables win over it. */
  readonly jobEnvironment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Works out what really runs: definition, then overrides of the task, then limits of the task where the container has none. */
export function toContainerSpec(parts: SpecParts): ContainerSpec {
  const { task, container } = parts;
  const name = container.name ?? "";
  const override = overrideOf(task.overrides, name);
  return {
    taskId: parts.taskId,
    name,
    image: container.image ?? "",
    entryPoint: nonEmpty(container.entryPoint),
    command: nonEmpty(override?.command) ?? nonEmpty(container.command),
    environment: {
      ...parts.jobEnvironment,
      ...toRecord(container.environment),
      ...parts.secrets,
      ...toRecord(override?.environment),
    },
    workingDirectory: container.workingDirectory,
    user: container.user,
    readonlyRootFilesystem: container.readonlyRootFilesystem ?? false,
    init: container.linuxParameters?.initProcessEnabled ?? false,
    // The task's limits bind each container; that they bind all together is not enforced here.
    cpuUnits: task.cpu === undefined ? undefined : parseCpu(task.cpu),
    cpuShares: override?.cpu ?? (container.cpu || undefined),
    memoryMiB:
      override?.memory ??
      container.memory ??
      (task.memory === undefined ? undefined : parseMemory(task.memory)),
    memoryReservationMiB: override?.memoryReservation ?? container.memoryReservation,
    mounts: (container.mountPoints ?? []).map(({ sourceVolume, containerPath, readOnly }) => ({
      volume: sourceVolume ?? "",
      path: containerPath ?? "",
      readOnly: readOnly ?? false,
    })),
    ulimits: (container.ulimits ?? []).map(({ name: limit, softLimit, hardLimit }) => ({
      name: limit ?? "",
      soft: softLimit ?? 0,
      hard: hardLimit ?? 0,
    })),
    // The container agent sets these too.
    labels: {
      ...container.dockerLabels,
      "com.amazonaws.ecs.cluster": task.clusterArn,
      "com.amazonaws.ecs.container-name": name,
      "com.amazonaws.ecs.task-arn": task.taskArn,
      "com.amazonaws.ecs.task-definition-family": parts.definition.family ?? "",
      "com.amazonaws.ecs.task-definition-version": String(parts.definition.revision ?? ""),
    },
    stopTimeoutSeconds: stopTimeoutOf(container),
  };
}

export function stopTimeoutOf(container: ContainerDefinition): number {
  return container.stopTimeout ?? defaultStopTimeoutSeconds;
}

/** Whether what the container runs is known without its image. */
export function hasCommand(task: StoredTask, container: ContainerDefinition): boolean {
  const override = overrideOf(task.overrides, container.name ?? "");
  return [override?.command, container.entryPoint, container.command].some((words) => nonEmpty(words));
}

/** AWS takes an empty list for none. */
function nonEmpty(words: string[] | undefined): string[] | undefined {
  return words && words.length > 0 ? words : undefined;
}

function toRecord(variables: readonly KeyValuePair[] | undefined): Record<string, string> {
  return Object.fromEntries((variables ?? []).map(({ name, value }) => [name ?? "", value ?? ""]));
}
