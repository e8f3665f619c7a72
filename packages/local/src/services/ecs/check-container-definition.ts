import type { ContainerDefinition } from "@aws-sdk/client-ecs";

import { clientError } from "./errors.ts";

const namePattern = /^[a-zA-Z0-9_-]{1,255}$/;
const conditions = ["START", "COMPLETE", "SUCCESS", "HEALTHY"];
// Source: Amazon ECS API Reference, ContainerDefinition, stopTimeout.
const maxFargateStopTimeoutSeconds = 120;

/** Refuses what AWS refuses of one container, in its words. */
export function checkContainerDefinition(
  container: ContainerDefinition,
  task: { fargate: boolean; memoryMiB: number | undefined; executionRoleArn: string | undefined },
): void {
  const { name, image } = container;
  if (!name) throw clientError("Container.name should not be null or empty.");
  if (!namePattern.test(name)) throw clientError("Container.name contains invalid characters.");
  if (!image?.trim()) throw clientError("Container.image should not be null or empty.");
  if (/\s/.test(image)) throw clientError("Container.image contains invalid characters.");
  checkMemory(container, task.memoryMiB);
  checkLogs(container, task);
  if (task.fargate && (container.stopTimeout ?? 0) > maxFargateStopTimeoutSeconds) {
    throw clientError(
      `The stopTimeout value of container '${name}' must be at most ${maxFargateStopTimeoutSeconds} seconds on Fargate.`,
    );
  }
  for (const variable of container.environment ?? []) {
    if (!variable.name) throw clientError("Environment variable name should not be null or empty.");
  }
  for (const secret of container.secrets ?? []) {
    if (!secret.name || !secret.valueFrom) {
      throw clientError("The secret name and valueFrom should not be null or empty.");
    }
    if (container.environment?.some((variable) => variable.name === secret.name)) {
      throw clientError(
        `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${secret.name}'.`,
      );
    }
  }
  if (task.fargate && container.secrets?.length && !task.executionRoleArn) {
    throw clientError(
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    );
  }
  if (task.fargate && container.privileged) {
    throw clientError("Tasks using the Fargate launch type do not support the 'privileged' setting.");
  }
}

function checkMemory(container: ContainerDefinition, taskMemoryMiB: number | undefined): void {
  const { name, memory, memoryReservation } = container;
  if (taskMemoryMiB === undefined) {
    if (memory === undefined && memoryReservation === undefined) {
      throw clientError(
        `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
      );
    }
  } else if ((memory ?? 0) > taskMemoryMiB) {
    throw clientError(`The 'memory' setting for container '${name}' is greater than for the task.`);
  }
  if (memory !== undefined && memoryReservation !== undefined && memoryReservation > memory) {
    throw clientError(
      `Invalid setting for container '${name}'. The 'memory' setting must be greater than or equal to 'memoryReservation'.`,
    );
  }
}

function checkLogs(
  { logConfiguration }: ContainerDefinition,
  task: { fargate: boolean; executionRoleArn: string | undefined },
): void {
  if (logConfiguration?.logDriver !== "awslogs") return;
  const options = logConfiguration.options ?? {};
  const required = ["awslogs-group", "awslogs-region", ...(task.fargate ? ["awslogs-stream-prefix"] : [])];
  const missing = required.filter((option) => !options[option]);
  if (missing.length > 0) throw clientError(`Log driver awslogs requires options: ${missing.join(", ")}`);
  if (task.fargate && !task.executionRoleArn) {
    throw clientError(
      "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
    );
  }
}

/** Names are unique, one container is essential, and dependencies lead to containers of the task without a circle. */
export function checkContainersTogether(containers: readonly ContainerDefinition[]): void {
  if (containers.length === 0) throw clientError("Container list cannot be empty.");
  const byName = new Map(containers.map((container) => [container.name ?? "", container]));
  if (byName.size < containers.length) {
    throw clientError("Container names within a task definition must be unique.");
  }
  if (containers.every(({ essential }) => essential === false)) {
    throw clientError("A task definition must have at least one essential container.");
  }
  for (const { name, dependsOn } of containers) {
    for (const { containerName = "", condition } of dependsOn ?? []) {
      const other = byName.get(containerName);
      if (!other || containerName === name) {
        throw clientError(`Container '${name}' has a dependency on an invalid container '${containerName}'.`);
      }
      if (!conditions.includes(condition ?? "")) {
        throw clientError(`Container '${name}' has an invalid dependency condition '${condition}'.`);
      }
      if (other.essential !== false && (condition === "COMPLETE" || condition === "SUCCESS")) {
        throw clientError(
          `Container '${name}' depends on the essential container '${containerName}' with condition ${condition}; an essential container's exit stops the task.`,
        );
      }
      if (condition === "HEALTHY" && !other.healthCheck) {
        throw clientError(
          `Container '${containerName}' must have a health check to be depended on as HEALTHY.`,
        );
      }
    }
  }
  const settled = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) throw clientError("Container dependencies must not contain a cycle.");
    if (settled.has(name)) return;
    for (const { containerName = "" } of byName.get(name)?.dependsOn ?? []) {
      visit(containerName, [...path, name]);
    }
    settled.add(name);
  };
  for (const name of byName.keys()) visit(name, []);
}
