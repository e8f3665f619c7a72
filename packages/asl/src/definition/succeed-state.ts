import type { CommonFields, OutputFields, PathFields } from "./state-fields.ts";

/** Ends its machine, branch or iteration well. */
export interface SucceedState extends CommonFields, PathFields, OutputFields {
  Type: "Succeed";
}
