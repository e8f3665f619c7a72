import type {
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  TaskDefinition,
} from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { checkContainerDefinition, checkContainersTogether } from "./check-container-definition.ts";
import { clientError } from "./errors.ts";
import { isFargateSize, parseCpu, parseMemory } from "./fargate-size.ts";
import { checkTags, mergeTags } from "./tags.ts";
import { insertTaskDefinition } from "./task-definitions.ts";

// Source: Amazon ECS API Reference, RegisterTaskDefinition, family.
const familyPattern = /^[a-zA-Z0-9_-]{1,255}$/;

/** Checks a definition as AWS does and keeps it as its family's next revision. */
export function registerTaskDefinition(
  context: EngineContext,
  input: RegisterTaskDefinitionRequest,
): RegisterTaskDefinitionResponse {
  const { family } = input;
  if (!family) throw clientError("Family should not be null or empty.");
  if (!familyPattern.test(family)) throw clientError("Family contains invalid characters.");
  const containers = input.containerDefinitions ?? [];
  checkContainersTogether(containers);

  const fargate = input.requiresCompatibilities?.includes("FARGATE") ?? false;
  if (fargate) checkFargate(input);
  const memoryMiB = input.memory === undefined ? undefined : parseMemory(input.memory);
  if (input.cpu !== undefined && parseCpu(input.cpu) === undefined) {
    throw clientError("Invalid 'cpu' setting for task.");
  }
  if (input.memory !== undefined && memoryMiB === undefined) {
    throw clientError("Invalid 'memory' setting for task.");
  }
  for (const container of containers) {
    checkContainerDefinition(container, { fargate, memoryMiB, executionRoleArn: input.executionRoleArn });
  }
  checkTags(input.tags);

  const { definition, tags } = insertTaskDefinition(
    context,
    { ...toDefinition(input), family },
    mergeTags([], input.tags),
  );
  return { taskDefinition: definition, ...(tags.length > 0 && { tags }) };
}

/** Source: Amazon ECS developer guide, "Task definition parameters for Fargate". */
function checkFargate(input: RegisterTaskDefinitionRequest): void {
  // The quotation marks are AWS's.
  if (input.networkMode !== "awsvpc") throw clientError("Fargate only supports network mode ‘awsvpc’.");
  if (input.cpu === undefined) throw clientError("Fargate requires that 'cpu' be defined at the task level.");
  if (input.memory === undefined) {
    throw clientError("Fargate requires that 'memory' be defined at the task level.");
  }
  const cpu = parseCpu(input.cpu);
  const memory = parseMemory(input.memory);
  if (cpu === undefined) throw clientError("Invalid 'cpu' setting for task.");
  if (memory === undefined) throw clientError("Invalid 'memory' setting for task.");
  if (!isFargateSize(cpu, memory)) throw noFargateConfiguration(cpu, memory);
  const size = input.ephemeralStorage?.sizeInGiB;
  if (size !== undefined && (size < 21 || size > 200)) {
    throw clientError("Ephemeral storage size must be between 21 and 200 GiB.");
  }
  if (input.placementConstraints?.length) {
    throw clientError("Fargate does not support task placement constraints.");
  }
}

export function noFargateConfiguration(cpu: number, memory: number) {
  return clientError(
    `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
  );
}

/** What AWS answers: the request with its defaults filled in. */
function toDefinition(input: RegisterTaskDefinitionRequest): TaskDefinition {
  const { tags: _, containerDefinitions = [], cpu, memory, ...rest } = input;
  const requires = input.requiresCompatibilities;
  return {
    ...rest,
    // AWS gives sizes back in its own units, however they were written.
    ...(cpu !== undefined && { cpu: String(parseCpu(cpu)) }),
    ...(memory !== undefined && { memory: String(parseMemory(memory)) }),
    containerDefinitions: containerDefinitions.map((container) => ({
      ...container,
      cpu: container.cpu ?? 0,
      essential: container.essential ?? true,
      environment: container.environment ?? [],
      portMappings: container.portMappings ?? [],
      mountPoints: container.mountPoints ?? [],
      volumesFrom: container.volumesFrom ?? [],
      systemControls: container.systemControls ?? [],
    })),
    networkMode: input.networkMode ?? "bridge",
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    ...(requires && { requiresCompatibilities: requires }),
    compatibilities: requires?.includes("FARGATE") ? ["EC2", "FARGATE"] : ["EC2"],
  };
}
