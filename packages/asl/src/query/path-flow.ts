import type { DataFlow, DataFlowFields } from "./data-flow.ts";
import type { Json } from "../json/json.ts";
import { StateError } from "../interpreter/failure.ts";
import type { JsonObject } from "../json/object.ts";
import { isObject } from "../json/object.ts";
import { compileReferencePath } from "../jsonpath/reference-path.ts";
import type { Evaluation } from "./evaluation.ts";
import { compilePayloadTemplate } from "./payload-template.ts";
import { compileFieldPath, type QueryPath } from "./query-path.ts";

/** Throws InvalidPath or InvalidIntrinsic. */
export function compilePathFlow(fields: DataFlowFields): DataFlow {
  const { Parameters, ResultSelector } = fields;
  const inputPath = compileWholePath(fields.InputPath);
  const outputPath = compileWholePath(fields.OutputPath);
  const parameters = Parameters === undefined ? undefined : compilePayloadTemplate(Parameters);
  const selector = ResultSelector === undefined ? undefined : compilePayloadTemplate(ResultSelector);
  const placeResult = compileResultPath(fields.ResultPath);
  const assign = compileAssign(fields.Assign);
  return {
    workInput(evaluation) {
      const input = inputPath(evaluation, evaluation.input);
      return parameters === undefined ? input : parameters(evaluation, input);
    },
    withResult(evaluation, result) {
      const selected = selector === undefined ? result : selector(evaluation, result);
      const assigned = assign?.(evaluation, selected);
      return { assigned, output: outputPath(evaluation, placeResult(evaluation.input, selected)) };
    },
    withoutResult(evaluation) {
      const input = inputPath(evaluation, evaluation.input);
      return { assigned: assign?.(evaluation, input), output: outputPath(evaluation, input) };
    },
  };
}

/** InputPath and OutputPath: absent means everything, `null` means nothing. */
export function compileWholePath(path: string | null | undefined): QueryPath {
  if (path === null) return () => ({});
  return path === undefined || path === "$" ? (_evaluation, input) => input : compileFieldPath(path);
}

/** ResultPath: absent means that the result replaces the input, `null` that it is dropped. */
export function compileResultPath(path: string | null | undefined): (input: Json, result: Json) => Json {
  if (path === null) return (input) => input;
  if (path === undefined || path === "$") return (_input, result) => result;
  const place = compileReferencePath(path);
  return (input, result) => {
    const placed = place(input, result);
    if (placed !== undefined) return placed;
    // AWS's name for it; the documentation's is States.ResultPathMatchFailure, so a catcher may use either.
    throw new StateError({
      error: "States.ReferencePathConflict",
      alias: "States.ResultPathMatchFailure",
      fatal: false,
      cause: `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
    });
  };
}

/** Assign is a payload template whose `$` is the result, or the input where there is none. */
export function compileAssign(
  assign: { [variable: string]: Json } | undefined,
): ((evaluation: Evaluation, input: Json) => JsonObject) | undefined {
  if (assign === undefined) return undefined;
  const fill = compilePayloadTemplate(assign);
  return (evaluation, input) => {
    const values = fill(evaluation, input);
    return isObject(values) ? values : {};
  };
}
