import { existsSync, readFileSync } from "node:fs";

/** What a task answered on AWS, for the n-th time that its state asked. */
export interface Mock {
  state: string;
  kind: string;
  events: string[];
  output?: unknown;
  error?: { error?: string; cause?: unknown };
  timeout?: boolean;
  submitted?: unknown;
}

/** A line of asl/execution.jsonl and its kin. */
export interface ExecutionCase {
  id: string;
  definition: object;
  type: "STANDARD" | "EXPRESS";
  input: string | null;
  roleArn: string;
  stateMachineName: string;
  executionName?: string;
  mocks?: Mock[];
  setupCalls?: { service: string; op: string; params: { [name: string]: unknown } }[];
  alsoCalls?: { op: string }[];
  flags?: string[];
  concurrent?: boolean;
  eventsOrderNormalised?: boolean;
  unstable?: { path: string; "since2024-11"?: unknown }[];
  expected: {
    status: string;
    output?: unknown;
    error?: string;
    cause?: unknown;
    events?: RecordedEvent[];
  };
}

export interface RecordedEvent {
  id: number;
  previousEventId: number;
  type: string;
  [details: string]: unknown;
}

/** Lines of a JSON Lines file; none when it is not there. */
export function readCases<Case>(path: string): Case[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  // The data's shape is described in its README; a case that does not have it fails when it is run.
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Case);
}
