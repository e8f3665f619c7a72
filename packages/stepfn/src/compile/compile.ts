import { createHash } from "node:crypto";
import { AcmeError } from "../acme-error.ts";
import {
  type DefinitionFile,
  definitionFileFormat,
  taskDefinitionPlaceholder,
} from "../definition-file/definition-file.ts";
import { refuseInvalid } from "../definition-file/check-definition.ts";
import { findNonJson, isJsonObject, type JsonObject, toCanonicalJson } from "../json.ts";
import { checkCompileOptions } from "./check-options.ts";
import type { CompileOptions, Definition } from "./compile-options.ts";
import {
  maxOverridesLength,
  type MeasuredJob,
  measureParametersRoom,
  refuseFullOverrides,
} from "./overrides-budget.ts";
import { createParameterStates, runState } from "./parameter-states.ts";
import { createRunTaskState, type TaskOverrides } from "./run-task-state.ts";
import { createTask } from "./task.ts";

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxDefinitionBytes = 1_048_576;

/**
 * The definition file of a job: a state machine that runs its container, and what deploying it needs. Pure: the same
 * options give the same file, to the byte. Compiled from an image, it has `${TaskDefinitionArn}` where the task definition goes.
 */
export function compile(options: CompileOptions): DefinitionFile {
  checkCompileOptions(options);
  const { task, overrides } = createTask(options);
  const definition = createDefinition(options, overrides);
  const { description, version, flowName, entrypoint } = options;
  const file = {
    acmeDefinition: definitionFileFormat,
    name: options.name,
    type: "STANDARD",
    roleArn: options.cluster.stateMachineRoleArn,
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    tags: sortKeys(options.tags ?? {}),
    sourceHash: "",
    deployment: {
      name: options.deploymentName ?? options.name,
      ...(flowName === undefined ? {} : { flow: flowName }),
      ...(entrypoint === undefined ? {} : { entrypoint }),
      parameters: { ...options.parameters },
      clusterArn: options.cluster.clusterArn,
    },
    task,
    definition,
  } satisfies DefinitionFile;
  return { ...file, sourceHash: hash(file) };
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
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes > maxDefinitionBytes) {
    throw new AcmeError(
      "ACME_DEFINITION_TOO_LARGE",
      `The definition of "${options.name}" has ${bytes} bytes; Step Functions takes ${maxDefinitionBytes}.`,
      {
        hint: "Large default parameters are the usual reason: keep them in a file in S3 and pass its address.",
      },
    );
  }
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
    Comment: describe(options),
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

/** Part of the definition, so that a new description or version makes a new version of the state machine. */
function describe({ name, description, version }: CompileOptions): string {
  const title = version === undefined ? name : `${name} ${version}`;
  return description === undefined ? title : `${title}: ${description}`;
}

function transform(options: CompileOptions, definition: Definition): Definition {
  if (options.transform === undefined) return definition;
  const transformed: unknown = options.transform(structuredClone(definition));
  const lost = findNonJson(transformed);
  if (isJsonObject(transformed) && lost === undefined) return transformed;
  throw new AcmeError(
    "ACME_TRANSFORM_RESULT",
    isJsonObject(transformed)
      ? `The transform of "${options.name}" returned a definition that is not JSON at ${lost}.`
      : `The transform of "${options.name}" returned ${transformed === undefined ? "nothing" : JSON.stringify(transformed)} instead of a definition.`,
    { hint: "Return the definition, a plain object as in the Amazon States Language." },
  );
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

function hash(file: DefinitionFile): string {
  const text = toCanonicalJson(JSON.parse(JSON.stringify(file)));
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function sortKeys(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
