import type { Json } from "../json/json.ts";
import type {
  AssignFields,
  CommonFields,
  OutputFields,
  PathFields,
  ResultFields,
  TransitionFields,
} from "./state-fields.ts";

/** Hands its input on, changed or not. */
export interface PassState
  extends
    CommonFields,
    TransitionFields,
    PathFields,
    AssignFields,
    OutputFields,
    Pick<ResultFields, "ResultPath"> {
  Type: "Pass";
  /** JSONPath: the result, as it stands. */
  Result?: Json;
  /** JSONPath: the result as a payload template; `Result` wins over it. */
  Parameters?: Json;
}
