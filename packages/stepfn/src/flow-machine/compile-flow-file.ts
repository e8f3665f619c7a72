import type { JsonSchema } from "acme-engine";
import { applyTransform } from "../compile/apply-transform.ts";
import { checkParametersAreJson } from "../compile/check-options.ts";
import type { Definition } from "../compile/compile-options.ts";
import { type CompiledFlow, compileFlow } from "../compile-flow/compile-flow.ts";
import { type SourceMap, toSourceMap } from "../compile-flow/emit/source-map.ts";
import type { Diagnostic } from "../compile-flow/source/diagnostic.ts";
import { refuseInvalid, refuseTooLarge } from "../definition-file/check-definition.ts";
import { definitionFileFormat, type FlowDefinitionFile } from "../definition-file/definition-file.ts";
import { sortTags, withSourceHash } from "../definition-file/source-hash.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { describeMachine } from "../compile/describe-machine.ts";
import { withDefaults } from "../compile/with-defaults.ts";
import { finishStates } from "./finish-states.ts";
import type { CompileFlowFileOptions } from "./flow-machine-options.ts";
import { TaskFamilies } from "./task-families.ts";
import { createToTaskState } from "./to-task-state.ts";

/** The definition file of a flow and what the compiler says of it, or all that keeps the flow from compiling. */
export type CompileFlowFileResult =
  | { file: FlowDefinitionFile; compiled: CompiledFlow }
  | { file: undefined; diagnostics: readonly Diagnostic[] };

/**
 * Compiles a flow for ECS: a state machine whose tasks run in containers, and the task definitions that they need, whose placeholders
 * are still to be pinned. Pure: the same options give the same file, to the byte.
 */
export function compileFlowFile(options: CompileFlowFileOptions): CompileFlowFileResult {
  const { name, cluster, source, path, container, flow, deploymentName, description, version } = options;
  checkParametersAreJson(options.parameters);
  const families = new TaskFamilies(name, container);
  const inputs = new Map<Json, Json>();
  const result = compileFlow({
    source,
    path,
    readModule: options.readModule,
    defaults: options.parameters,
    ...(flow === undefined ? {} : { flow }),
    ...(options.types === undefined ? {} : { types: options.types }),
    toTaskState: createToTaskState({
      name,
      cluster,
      families,
      size: options.defaultSize,
      spot: options.spot ?? false,
      heartbeatSeconds: options.heartbeatSeconds ?? 90,
      resourceNameOfFlow: options.resourceNameOfFlow,
      onContainer: (call) => inputs.set(call.arguments, call.input),
    }),
  });
  if (result.compiled === undefined) return { file: undefined, diagnostics: result.diagnostics };
  const { compiled } = result;

  const sourceMap = toSourceMap(compiled, source, path);
  const { states } = sourceMap;
  const finished = finishStates(compiled.definition, {
    name,
    bucketName: cluster.bucketName,
    inputs,
    onAdded: (added, of, why) => {
      const place = states[of];
      if (place !== undefined) states[added] = { ...place, why };
    },
  });
  const schema = withDefaults(compiled.parameters, options.parameters ?? {});
  const definition = finishDefinition(options, withComments(finished, path, states), schema);
  const file: FlowDefinitionFile = {
    acmeDefinition: definitionFileFormat,
    name,
    type: "STANDARD",
    roleArn: cluster.stateMachineRoleArn,
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    tags: sortTags(options.tags ?? {}),
    sourceHash: "",
    deployment: {
      name: deploymentName ?? name,
      flow: compiled.name,
      parameters: { ...options.parameters },
      parametersSchema: schema,
      clusterArn: cluster.clusterArn,
    },
    tasks: families.specs,
    source: sourceMap,
    definition,
  };
  return { file: withSourceHash(file), compiled };
}

function finishDefinition(
  options: CompileFlowFileOptions,
  definition: Definition,
  schema: JsonSchema,
): Definition {
  const { name, timeoutSeconds, transform } = options;
  const whole = {
    Comment: describeMachine({ ...options, parametersSchema: schema }),
    ...(timeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds }),
    ...definition,
  };
  const transformed = transform === undefined ? whole : applyTransform(name, transform, whole);
  refuseInvalid(name, transformed);
  refuseTooLarge(name, transformed, "Split the flow into several, or shorten the texts in it.");
  return transformed;
}

/** Each state says where it comes from, so that a run on AWS leads back to the source. */
function withComments(machine: JsonObject, path: string, places: SourceMap["states"]): JsonObject {
  const { States } = machine;
  if (!isJsonObject(States)) return machine;
  const states = Object.entries(States).map(([name, state]): [string, Json] => {
    if (!isJsonObject(state)) return [name, state];
    const { Type = "", ItemProcessor, Branches, ...rest } = state;
    const place = places[name];
    return [
      name,
      {
        Type,
        ...(place === undefined || rest["Comment"] !== undefined
          ? {}
          : { Comment: `${place.source ?? path}:${place.line}:${place.column}` }),
        ...rest,
        ...(isJsonObject(ItemProcessor) ? { ItemProcessor: withComments(ItemProcessor, path, places) } : {}),
        ...(Array.isArray(Branches)
          ? {
              Branches: Branches.map((branch) =>
                isJsonObject(branch) ? withComments(branch, path, places) : branch,
              ),
            }
          : {}),
      },
    ];
  });
  return { ...machine, States: Object.fromEntries(states) };
}
