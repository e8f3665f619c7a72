import type { DataFlow, DataFlowFields } from "./data-flow.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import { setKey } from "../json/object.ts";
import type { Evaluation } from "./evaluation.ts";
import { compileJsonataTemplate } from "./jsonata-template.ts";

/** `place` stands before the fields' names in messages: `Choices[1]/`. Throws JsonataError. */
export function compileJsonataFlow(fields: DataFlowFields, place: string): DataFlow {
  const { Arguments, Output } = fields;
  const workInput =
    Arguments === undefined ? undefined : compileJsonataTemplate(Arguments, `${place}Arguments`);
  const output = Output === undefined ? undefined : compileJsonataTemplate(Output, `${place}Output`);
  const assign = compileAssign(fields.Assign, place);
  const finish = (evaluation: Evaluation, otherwise: Json) => ({
    assigned: assign?.(evaluation),
    output: output === undefined ? otherwise : output(evaluation),
  });
  return {
    workInput: (evaluation) => (workInput === undefined ? evaluation.input : workInput(evaluation)),
    withResult: (evaluation, result) =>
      output === undefined && assign === undefined
        ? { output: result, assigned: undefined }
        : finish(evaluation.withResult(result), result),
    withoutResult: (evaluation) => finish(evaluation, evaluation.input),
  };
}

function compileAssign(
  assign: { [variable: string]: Json } | undefined,
  place: string,
): ((evaluation: Evaluation) => JsonObject) | undefined {
  if (assign === undefined) return undefined;
  const variables = Object.entries(assign).map(([name, value]) => ({
    name,
    fill: compileJsonataTemplate(value, `${place}Assign/${name}`),
  }));
  return (evaluation) => {
    const values: JsonObject = {};
    for (const { name, fill } of variables) setKey(values, name, fill(evaluation));
    return values;
  };
}
