import type { Json } from "../json/json.ts";
import type {
  AssignFields,
  CommonFields,
  ErrorHandlingFields,
  OutputFields,
  PathFields,
  ResultFields,
  TransitionFields,
} from "./state-fields.ts";
import type { FlowDefinition } from "./state-machine.ts";

/** Runs its branches at the same time; the result is the list of their outputs, in the branches' order. */
export interface ParallelState
  extends
    CommonFields,
    TransitionFields,
    PathFields,
    AssignFields,
    OutputFields,
    ResultFields,
    ErrorHandlingFields {
  Type: "Parallel";
  Branches: FlowDefinition[];
  /** JSONata: every branch's input. Default: the state's input. */
  Arguments?: Json;
  /** JSONPath: every branch's input, a payload template. */
  Parameters?: Json;
}
