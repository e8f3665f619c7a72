import type { ContainerRequest, OwnTaskDefinition } from "./job-request.ts";
import type { JobVariableSettings } from "./job-variables.ts";
import type { OptionName, ReadOptions } from "./option-readers.ts";
import { quoteValue } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

/** An option that a job variable means too. Two different wishes are refused, for one of them would be ignored. */
export function pickOne<Value>(
  name: string,
  option: Value | undefined,
  variable: Value | undefined,
  problems: InputProblem[],
): Value | undefined {
  const differ = JSON.stringify(option) !== JSON.stringify(variable);
  if (option !== undefined && variable !== undefined && differ)
    problems.push({ path: name, message: `and jobVariables.${name} say different things; keep one` });
  return option ?? variable;
}

const containerOptions = [
  "image",
  "secrets",
  "architecture",
  "ephemeralStorageGiB",
  "readOnlyRoot",
  "stopTimeoutSeconds",
] as const satisfies readonly OptionName[];

const containerVariables = [
  "image",
  "taskRoleArn",
  "executionRoleArn",
  "logGroupName",
  "logStreamPrefix",
  "logMode",
  "labels",
] as const satisfies readonly (keyof JobVariableSettings)[];

/** What the job runs in. Undefined when that cannot be told; then there is a problem that says why. */
export function readContainer(
  options: ReadOptions,
  variables: JobVariableSettings,
  problems: InputProblem[],
): ContainerRequest | OwnTaskDefinition | undefined {
  const cpu = pickOne("cpu", options.cpu, variables.cpu, problems);
  const memory = pickOne("memory", options.memory, variables.memory, problems);
  const size = { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  if (variables.taskDefinitionArn !== undefined)
    return { ...readOwnTaskDefinition(variables.taskDefinitionArn, options, variables, problems), ...size };
  const image = pickOne("image", options.image, variables.image, problems);
  if (variables.containerName !== undefined && variables.containerName !== "main")
    problems.push({
      path: "jobVariables.container_name",
      message: `is "${variables.containerName}"; the container that is made for the job is named "main". Leave it out`,
    });
  if (image === undefined) {
    if (!problems.some(({ path }) => path === "image" || path === "jobVariables.image"))
      problems.push({
        path: "image",
        message: `is missing; expected a container image such as "python:3.13-slim"`,
      });
    return undefined;
  }
  const { architecture, ephemeralStorageGiB, readOnlyRoot, stopTimeoutSeconds } = options;
  const { taskRoleArn, executionRoleArn, logGroupName, logStreamPrefix, logMode } = variables;
  return {
    kind: "container",
    image,
    secrets: options.secrets ?? {},
    taskTags: variables.labels ?? {},
    ...size,
    ...(architecture !== undefined && { architecture }),
    ...(ephemeralStorageGiB !== undefined && { ephemeralStorageGiB }),
    ...(readOnlyRoot !== undefined && { readOnlyRoot }),
    ...(stopTimeoutSeconds !== undefined && { stopTimeoutSeconds }),
    ...(taskRoleArn !== undefined && { taskRoleArn }),
    ...(executionRoleArn !== undefined && { executionRoleArn }),
    ...(logGroupName !== undefined && { logGroupName }),
    ...(logStreamPrefix !== undefined && { logStreamPrefix }),
    ...(logMode !== undefined && { logMode }),
  };
}

function readOwnTaskDefinition(
  taskDefinitionArn: string,
  options: ReadOptions,
  variables: JobVariableSettings,
  problems: InputProblem[],
): OwnTaskDefinition {
  const path = "jobVariables.task_definition_arn";
  if (!/^arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:\d+$/.test(taskDefinitionArn))
    problems.push({
      path,
      message: `is ${quoteValue(taskDefinitionArn)}; expected the ARN with its revision, e.g. "arn:aws:ecs:eu-central-1:123456789012:task-definition/etl:7"`,
    });
  const besides = [
    ...containerOptions.filter((name) => options[name] !== undefined),
    ...containerVariables
      .filter((name) => variables[name] !== undefined)
      .map((name) => `jobVariables.${name}`),
  ];
  for (const name of besides)
    problems.push({
      path: name,
      message: `belongs to the task definition that ${path} names; change it there`,
    });
  const { containerName } = variables;
  return {
    kind: "taskDefinition",
    taskDefinitionArn,
    ...(containerName !== undefined && { containerName }),
  };
}
