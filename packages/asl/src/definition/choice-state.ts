import type { Json } from "../json/json.ts";
import type { AssignFields, CommonFields, OutputFields, PathFields } from "./state-fields.ts";

/** Goes where the first rule that holds says. */
export interface ChoiceState extends CommonFields, PathFields, AssignFields, OutputFields {
  Type: "Choice";
  Choices: ChoiceRule[];
  /** When no rule holds; without it that fails with States.NoChoiceMatched. `Assign` and `Output` of the state belong to it. */
  Default?: string;
}

export interface ChoiceRule extends AssignFields, OutputFields {
  Comment?: string;
  Next: string;
  /** JSONata: must yield a boolean. */
  Condition?: string | boolean;
  /** JSONPath: see `Comparison`. */
  [field: string]: Json | undefined;
}

/**
 * JSONPath: `And`, `Or` (lists of comparisons), `Not` (one), or `Variable` with one operator such as `StringEquals`,
 * whose `…Path` form takes the value from the input.
 */
export interface Comparison {
  And?: Comparison[];
  Or?: Comparison[];
  Not?: Comparison;
  Variable?: string;
  [operator: string]: Json | Comparison | Comparison[] | undefined;
}
