import type {
  AssignFields,
  CommonFields,
  OutputFields,
  PathFields,
  TransitionFields,
} from "./state-fields.ts";

/** Waits for a time or until an instant: exactly one of the four fields. */
export interface WaitState extends CommonFields, TransitionFields, PathFields, AssignFields, OutputFields {
  Type: "Wait";
  /** 0 to 99,999,999. JSONata states take an expression. */
  Seconds?: number | string;
  /** An RFC 3339 instant with an upper-case T and a zone. JSONata states take an expression. */
  Timestamp?: string;
  SecondsPath?: string;
  TimestampPath?: string;
}
