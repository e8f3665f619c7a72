import type { CatcherDefinition } from "../definition/state-fields.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import type { Evaluation } from "./evaluation.ts";
import { compileJsonataFlow } from "./jsonata-flow.ts";
import { compileAssign, compileResultPath } from "./path-flow.ts";

/** What a state whose error was caught hands on. The evaluation carries the error output, which is the default. */
export function compileCatcherFlow(
  definition: CatcherDefinition,
  language: QueryLanguage,
  place: string,
): (evaluation: Evaluation) => { output: Json; assigned: JsonObject | undefined } {
  if (language === "JSONata") {
    const flow = compileJsonataFlow(definition, `${place}/`);
    const hasOutput = definition.Output !== undefined;
    return (evaluation) => {
      const { output, assigned } = flow.withoutResult(evaluation);
      return { assigned, output: hasOutput ? output : errorOutputOf(evaluation) };
    };
  }
  const placeResult = compileResultPath(definition.ResultPath);
  const assign = compileAssign(definition.Assign);
  return (evaluation) => {
    const errorOutput = errorOutputOf(evaluation);
    return {
      assigned: assign?.(evaluation, errorOutput),
      output: placeResult(evaluation.input, errorOutput),
    };
  };
}

function errorOutputOf({ errorOutput }: Evaluation): JsonObject {
  return errorOutput ?? {};
}
