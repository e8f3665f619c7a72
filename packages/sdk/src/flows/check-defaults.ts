import type { Json, JsonSchema } from "acme-engine";
import { checkParameters, InvalidParameters } from "acme-engine";
import { BadInputError } from "../input/bad-input.ts";
import { toProblem } from "../runs/check-run-parameters.ts";

/** Throws BadInputError for default parameters of a deployment that no run could be started with. */
export function checkDefaults(schema: JsonSchema, parameters: Readonly<Record<string, unknown>>): void {
  if (Object.keys(parameters).length === 0) return;
  // What is missing in them comes with a run.
  const { required: _required, ...partial } = schema;
  try {
    checkParameters(partial, parameters as Json, "the deployment");
  } catch (error) {
    if (!(error instanceof InvalidParameters)) throw error;
    throw new BadInputError("deployFlow()", error.problems.map(toProblem));
  }
}
