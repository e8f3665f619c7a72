import type { JsonSchema } from "acme-engine";
import {
  definitionFileFormat,
  type JobDefinitionFile,
  taskDefinitionPlaceholder,
} from "../definition-file/definition-file.ts";
import { refuseInvalid, refuseTooLarge } from "../definition-file/check-definition.ts";
import { sortTags, withSourceHash } from "../definition-file/source-hash.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { applyTransform } from "./apply-transform.ts";
import { checkCompileOptions } from "./check-options.ts";
import { describeMachine } from "./describe-machine.ts";
import type { CompileOptions, Definition } from "./compile-options.ts";
import {
  maxOverridesLength,
  type MeasuredJob,
  measureParametersRoom,
  refuseFullOverrides,
} from "./overrides-budget.ts";
import { createParameterStates, runState } from "./parameter-states.ts";
import { createRunTaskState, type TaskOverrides } from "./run-task-state.ts";
import { withDefaults } from "./with-defaults.ts";
import { createTask } from "./task.ts";

/**
 * The definition file of a job: a state machine that runs its container, and what deploying it needs. Pure: the same
 * options give the same file, to the byte. Compiled from an image, it has `${TaskDefinitionArn}` where the task definition goes.
 */
export function compile(options: CompileOptions): JobDefinitionFile {
  checkCompileOptions(options);
  const { task, overrides } = createTask(options);
  const definition = createDefinition(options, overrides);
  const { description, version, flowName, entrypoint } = options;
  const schema = schemaOf(options);
  const file = {
    acmeDefinition: definitionFileFormat,
    name: options.name,
    type: "STANDARD",
    roleArn: options.cluster.stateMachineRoleArn,
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    tags: sortTags(options.tags ?? {}),
    sourceHash: "",
    deployment: {
      name: options.deploymentName ?? options.name,
      ...(flowName === undefined ? {} : { flow: flowName }),
      ...(entrypoint === undefined ? {} : { entrypoint }),
      parameters: { ...options.parameters },
      ...(schema === undefined ? {} : { parametersSchema: schema }),
      clusterArn: options.cluster.clusterArn,
    },
    task,
    definition,
  } satisfies JobDefinitionFile;
  return withSourceHash(file);
}

/** The states, sized so that the parameters fit next to whatever the transform adds to the overrides. */
function createDefinition(options: CompileOptions, overrides: TaskOverrides): Definition {
  const job = toMeasuredJob(options);
  const first = transform(options, assemble(options, overrides, maxOverridesLength));
  const room = measureParametersRoom(findOverrides(first), job);
  refuseFullOverrides(room, {
    name: options.name,
    fromTaskDefinition: options.taskDefinitionArn !== undefined,
  });
  const definition = transform(options, assemble(options, overrides, room));
  refuseInvalid(options.name, definition);
  refuseTooLarge(options.name, definition);
  return definition;
}

function assemble(options: CompileOptions, overrides: TaskOverrides, maxValueLength: number): Definition {
  const { startAt, states } = createParameterStates({
    name: options.name,
    bucketName: options.cluster.bucketName,
    defaults: { ...options.parameters },
    maxValueLength,
  });
  return {
    Comment: describeMachine({ ...options, parametersSchema: schemaOf(options) }),
    QueryLanguage: "JSONata",
    StartAt: startAt,
    States: {
      ...states,
      [runState]: createRunTaskState({
        name: options.name,
        cluster: options.cluster,
        taskDefinition: options.taskDefinitionArn ?? taskDefinitionPlaceholder,
        overrides,
        spot: options.spot ?? false,
        retries: options.retries ?? 0,
        retryDelaySeconds: options.retryDelaySeconds ?? 10,
        timeoutSeconds: options.timeoutSeconds,
      }),
    },
  };
}

function schemaOf({ parametersSchema, parameters }: CompileOptions): JsonSchema | undefined {
  return parametersSchema === undefined ? undefined : withDefaults(parametersSchema, parameters ?? {});
}

function transform(options: CompileOptions, definition: Definition): Definition {
  return options.transform === undefined
    ? definition
    : applyTransform(options.name, options.transform, definition);
}

/** The overrides of our state as the transform left them; none when it took the state away. */
function findOverrides(definition: Definition): JsonObject {
  let value: unknown = definition;
  for (const key of ["States", runState, "Arguments", "Overrides"]) {
    value = isJsonObject(value) ? value[key] : undefined;
  }
  return isJsonObject(value) ? value : {};
}

function toMeasuredJob({ name, cluster }: CompileOptions): MeasuredJob {
  const [, partition, , region, account] = cluster.clusterArn.split(":");
  return {
    name,
    bucketName: cluster.bucketName,
    statesArnPrefix: `arn:${partition}:states:${region}:${account}`,
  };
}
