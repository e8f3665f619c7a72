import type { ContainerOverride, TaskDefinition, TaskOverride } from "@aws-sdk/client-ecs";

import { invalidParameter } from "./errors.ts";
import { isFargateSize, parseCpu, parseMemory } from "./fargate-size.ts";
import { noFargateConfiguration } from "./register-task-definition.ts";

/** Source: Amazon ECS API Reference, RunTask, overrides: JSON's own characters count. */
const maxOverrideCharacters = 8192;

/** Refuses what AWS refuses; the result names every container of the task, as AWS answers it. */
export function checkOverrides(
  overrides: TaskOverride | undefined,
  definition: TaskDefinition,
): TaskOverride {
  const given = overrides?.containerOverrides ?? [];
  if (overrides && JSON.stringify(overrides).length > maxOverrideCharacters) {
    throw invalidParameter(`Container Overrides length must be at most ${maxOverrideCharacters}`);
  }
  const names = (definition.containerDefinitions ?? []).map(({ name }) => name ?? "");
  for (const { name, environment } of given) {
    if (!name) throw invalidParameter("Container Override name should not be null or empty.");
    if (!names.includes(name)) {
      throw invalidParameter(
        `Override for container named ${name} is not a container in the TaskDefinition.`,
      );
    }
    if (environment?.some((variable) => !variable.name)) {
      throw invalidParameter("Environment variable name should not be null or empty.");
    }
  }
  checkSize(overrides, definition);
  return {
    ...overrides,
    containerOverrides: names.map((name) => overrideOf({ containerOverrides: given }, name) ?? { name }),
    inferenceAcceleratorOverrides: [],
  };
}

export function overrideOf(overrides: TaskOverride | undefined, name: string): ContainerOverride | undefined {
  return overrides?.containerOverrides?.find((override) => override.name === name);
}

function checkSize(overrides: TaskOverride | undefined, definition: TaskDefinition): void {
  if (overrides?.cpu === undefined && overrides?.memory === undefined) return;
  const cpu = parseCpu(overrides.cpu ?? definition.cpu ?? "");
  const memory = parseMemory(overrides.memory ?? definition.memory ?? "");
  if (cpu === undefined) throw invalidParameter("Invalid 'cpu' setting for task.");
  if (memory === undefined) throw invalidParameter("Invalid 'memory' setting for task.");
  if (!isFargateSize(cpu, memory)) throw noFargateConfiguration(cpu, memory);
}
