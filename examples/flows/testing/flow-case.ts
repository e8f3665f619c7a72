import type { Flow, Json } from "acme-engine";

import type { Files } from "./files.ts";

/** A run of a flow, and how it has to end, whichever way the flow is run. */
export interface FlowCase {
  /** What it shows, where the input does not. */
  title?: string;
  /** The parameters. Default `{}`. */
  input?: Json;
  /** For tasks whose own code is not enough, for containers and for operations of AWS (`aws.sqs.sendMessage`), by name. Default: a task runs its own code, and an operation gives `{}`. */
  tasks?: Readonly<Record<string, StandIn>>;
  /** What lies in S3 for `distributedMap`: text by `bucket/key`. */
  files?: Files;
  /** Answers to tokens that the flow waits for, as a task would answer. */
  callback?: StandIn;
  /** What it returns; a function where that depends on the time or on chance. Default null. */
  output?: Json | ((output: Json) => boolean);
  /** The error that ends it: its class's name, and its message where that is of interest. */
  error?: string | { name: string; message: string };
}

/** What calls give, in order, the last one again and again: an `Error` is thrown. Or a function that is called instead. */
export type StandIn = readonly unknown[] | ((input: unknown, count: number) => unknown);

/** Cases for each flow that a module exports. */
export type FlowCases<Module> = {
  readonly [
    Name in keyof Module as Module[Name] extends Pick<Flow<never, unknown>, "kind"> ? Name : never
  ]: readonly FlowCase[];
};

/** What `cases.ts` of a topic exports. */
export interface CasesModule {
  cases: Readonly<Record<string, readonly FlowCase[]>>;
  /** What there was before, by flow: states, and transitions on the main path, of the definition of the same purpose that is compared with. */
  originals?: Readonly<Record<string, Original>>;
  /** Flows that do not run the same yet, or do not compile, with the reason. */
  pending?: Readonly<Record<string, string>>;
}

export interface Original {
  states: number;
  transitions?: number;
  /** Which definition that is, when it is not clear from the flow's name. */
  what?: string;
}

/** An error as a service or another program names it. */
export function errorNamed(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name });
}
