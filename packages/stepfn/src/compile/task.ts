import { AcmeError } from "../acme-error.ts";
import type { JobDefinitionFile } from "../definition-file/definition-file.ts";
import { flowCommand } from "../flow/flow-command.ts";
import type { CompileOptions, TaskSpec } from "./compile-options.ts";
import type { TaskOverrides } from "./run-task-state.ts";

/** What a task definition says and an override cannot. */
const onlyInTaskDefinition = [
  "secrets",
  "architecture",
  "ephemeralStorageGiB",
  "readOnlyRoot",
  "stopTimeoutSeconds",
  "taskRoleArn",
  "executionRoleArn",
  "logGroupName",
  "logStreamPrefix",
  "logMode",
  "taskTags",
] as const satisfies readonly (keyof CompileOptions)[];

/**
 * Where command, environment and sizes go. Made from an image, the task definition carries them, and a run overrides
 * nothing but what differs per run. A task definition that exists stays as it is: then they are overrides of each run.
 */
export function createTask(options: CompileOptions): {
  task: JobDefinitionFile["task"];
  overrides: TaskOverrides;
} {
  const containerName = options.containerName ?? "main";
  if (options.image !== undefined) {
    return {
      task: createTaskSpec(options.image, options),
      overrides: { containerName, command: [], environment: {}, cpu: undefined, memory: undefined },
    };
  }
  for (const field of onlyInTaskDefinition) {
    if (options[field] === undefined) continue;
    throw new AcmeError(
      "ACME_INVALID_JOB",
      `The job cannot be compiled. ${field}: it belongs to the task definition, and "${options.name}" uses one that exists.`,
      { hint: `Set it in ${options.taskDefinitionArn}, or give \`image\` instead of \`taskDefinitionArn\`.` },
    );
  }
  return {
    task: { taskDefinitionArn: options.taskDefinitionArn ?? "" },
    overrides: {
      containerName,
      command: toCommand(options, "overrides") ?? [],
      environment: options.environment ?? {},
      cpu: options.cpu,
      memory: options.memory,
    },
  };
}

/** Keys in the order of `TaskSpec`; what was not given is left out. */
function createTaskSpec(image: string, options: CompileOptions): TaskSpec {
  const command = toCommand(options, "task definition");
  const { environment, secrets, cpu, memory, architecture, ephemeralStorageGiB } = options;
  const { readOnlyRoot, stopTimeoutSeconds, taskRoleArn, executionRoleArn, logGroupName } = options;
  const { logStreamPrefix, logMode, taskTags } = options;
  return {
    image,
    ...(command === undefined ? {} : { command }),
    ...(environment === undefined ? {} : { environment: { ...environment } }),
    ...(secrets === undefined ? {} : { secrets: { ...secrets } }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(ephemeralStorageGiB === undefined ? {} : { ephemeralStorageGiB }),
    ...(readOnlyRoot === undefined ? {} : { readOnlyRoot }),
    ...(stopTimeoutSeconds === undefined ? {} : { stopTimeoutSeconds }),
    ...(taskRoleArn === undefined ? {} : { taskRoleArn }),
    ...(executionRoleArn === undefined ? {} : { executionRoleArn }),
    ...(logGroupName === undefined ? {} : { logGroupName }),
    ...(logStreamPrefix === undefined ? {} : { logStreamPrefix }),
    ...(logMode === undefined ? {} : { logMode }),
    ...(taskTags === undefined ? {} : { taskTags: { ...taskTags } }),
  };
}

function toCommand(
  { command, entrypoint, python }: CompileOptions,
  carriedBy: "task definition" | "overrides",
): readonly string[] | undefined {
  if (entrypoint === undefined) return command === undefined ? undefined : [...command];
  return flowCommand(entrypoint, {
    ...(python === undefined ? {} : { python }),
    compressed: carriedBy === "overrides",
  });
}
