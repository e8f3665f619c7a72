import type { Json } from "../../json/json.ts";

/** A child execution as a ResultWriter exports it, keys in AWS's order. Source: Developer Guide, ResultWriter, transformation NONE. */
export interface ChildRecord {
  Cause?: string;
  Error?: string;
  ExecutionArn: string;
  /** JSON text. */
  Input: string;
  InputDetails: { Included: boolean };
  Name: string;
  /** JSON text, of one that succeeded. */
  Output?: string;
  OutputDetails: { Included: boolean };
  RedriveCount: number;
  RedriveStatus: "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN";
  RedriveStatusReason?: string;
  /** ISO 8601. */
  StartDate: string;
  StateMachineArn: string;
  Status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  StopDate: string;
}

/** What is known of a child that has ended. Instants are milliseconds since the epoch. */
export interface EndedChild {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ChildRecord["Status"];
  input: string;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  redriveCount: number;
  startedAt: number;
  stoppedAt: number;
}

export function toChildRecord(child: EndedChild): ChildRecord {
  const { output, error, cause, status } = child;
  return {
    ...(cause === undefined ? undefined : { Cause: cause }),
    ...(error === undefined ? undefined : { Error: error }),
    ExecutionArn: child.executionArn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(output === undefined ? undefined : { Output: output }),
    OutputDetails: { Included: true },
    RedriveCount: child.redriveCount,
    ...(status === "SUCCEEDED"
      ? {
          RedriveStatus: "NOT_REDRIVABLE",
          RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
        }
      : { RedriveStatus: "REDRIVABLE_BY_MAP_RUN" }),
    StartDate: new Date(child.startedAt).toISOString(),
    StateMachineArn: child.stateMachineArn,
    Status: status,
    StopDate: new Date(child.stoppedAt).toISOString(),
  };
}

/**
 * The JSON texts that a child adds to the results: one, or with FLATTEN one for each element of its output. One that failed
 * has nothing to transform and is exported whole. Source: Developer Guide, ResultWriter, Transformation.
 */
export function resultTexts(
  record: ChildRecord,
  transformation: "NONE" | "COMPACT" | "FLATTEN",
): readonly string[] {
  const { Output } = record;
  if (transformation === "NONE" || Output === undefined) return [JSON.stringify(record)];
  if (transformation === "COMPACT") return [Output];
  const output: Json = JSON.parse(Output);
  return Array.isArray(output) ? output.map((element) => JSON.stringify(element)) : [Output];
}

/** How a list of JSON texts is written down. */
export interface ListFrame {
  open: string;
  separator: string;
  close: string;
}

export const listFrames: { readonly [outputType in "JSON" | "JSONL"]: ListFrame } = {
  JSON: { open: "[", separator: ",", close: "]" },
  JSONL: { open: "", separator: "\n", close: "" },
};
