import type { AssignFields, OutputFields, PathFields, ResultFields } from "../definition/state-fields.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import type { Evaluation } from "./evaluation.ts";

/** What goes into a state's work and what comes out of it, in the state's query language. */
export interface DataFlow {
  /** What the state works on: Arguments; or InputPath, then Parameters. */
  workInput(evaluation: Evaluation): Json;
  /** The output and the assigned variables of a state that has a result. */
  withResult(evaluation: Evaluation, result: Json): { output: Json; assigned: JsonObject | undefined };
  /** The same of a state that has none: its input goes on. */
  withoutResult(evaluation: Evaluation): { output: Json; assigned: JsonObject | undefined };
}

/** The fields that either language uses. */
export type DataFlowFields = PathFields &
  AssignFields &
  OutputFields &
  ResultFields & { Arguments?: Json; Parameters?: Json };
