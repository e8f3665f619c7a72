import type { CommonFields } from "./state-fields.ts";

/** Ends its machine, branch or iteration with an error. */
export interface FailState extends CommonFields {
  Type: "Fail";
  /** JSONata states take an expression. */
  Error?: string;
  Cause?: string;
  /** JSONPath: a path or an intrinsic function that yields a string. */
  ErrorPath?: string;
  CausePath?: string;
}
