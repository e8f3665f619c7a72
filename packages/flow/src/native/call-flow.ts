import type { FlowBody, FlowContext, FlowOptions } from "../authoring/flow.ts";
import { toBoundaryError } from "../errors/to-boundary-error.ts";
import type { Json } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import { checkParameters } from "../parameters/check-parameters.ts";
import { currentPlace, type NativeRun, runAt, waiting } from "./run.ts";

/** Runs a flow in this process, within the run that surrounds it or in one of its own. */
export async function callFlow(options: FlowOptions, body: FlowBody, given: unknown): Promise<Json> {
  const place = currentPlace();
  const what = `flow "${options.name}"`;
  try {
    const json = toJson(given ?? {}, { what: `the parameters of ${what}`, root: "parameters" });
    const parameters = options.parameters ? checkParameters(options.parameters, json, what) : json;
    const { execution, ...run } = place.run;
    const startTime = new Date(run.clock.now()).toISOString();
    const context: FlowContext = { execution: { ...(execution ?? newExecution(run)), startTime } };
    const result = await waiting(place, () =>
      // The types of parameters and function were matched where the flow was made. Flows within it are executions of their own.
      runAt({ run, hold: undefined }, async () => body(parameters as never, context)),
    );
    return toJson(result, { what: `the result of ${what}`, root: "result" });
  } catch (error) {
    throw toBoundaryError(error);
  }
}

function newExecution({ createId }: Pick<NativeRun, "createId">) {
  const id = createId();
  return { id, name: id };
}
