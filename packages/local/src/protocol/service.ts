import type { StaticOperationSchema } from "@smithy/types";

/** Signing names, as SDKs put them into the credential scope. They name the services inside the engine too. */
export type ServiceName = "cloudformation" | "ecs" | "iam" | "logs" | "s3" | "states" | "sts";

/** How a service puts its operations on the wire. */
export type Protocol =
  | { kind: "awsJson"; version: "1.0" | "1.1"; targetPrefix: string }
  | { kind: "awsQuery"; version: string; xmlNamespace: string }
  | { kind: "restXml"; xmlNamespace: string };

/** What an operation can know of its caller. */
export interface Request {
  /** Unique; goes back as `x-amzn-requestid`. */
  readonly requestId: string;
  /** Ends when the caller hangs up. */
  readonly signal: AbortSignal;
}

/**
 * One row of a service's table: the SDK's own schema of the operation (its input is checked against it before `handle`
 * runs, its output is encoded with it after) and what the engine does. `handle` throws `AwsError`s.
 */
export interface Operation<Deps> {
  readonly schema: StaticOperationSchema;
  readonly handle: (input: never, deps: Deps, request: Request) => object | Promise<object>;
}

/** Makes a row; `Input` and `Output` are the SDK's model types of the operation, e.g. `RunTaskRequest`, `RunTaskResponse`. */
export function operation<Deps, Input extends object, Output extends object>(
  schema: StaticOperationSchema,
  handle: (input: Input, deps: Deps, request: Request) => Output | Promise<Output>,
): Operation<Deps> {
  return { schema, handle };
}

/** The table's keys are the operations that the engine answers; the docs' coverage page is printed from them. */
export type OperationTable<Deps> = Readonly<Record<string, Operation<Deps>>>;

/** A service as the engine holds it: its table, bound to what its operations need. */
export interface Service {
  readonly name: ServiceName;
  readonly protocol: Protocol;
  readonly operations: OperationTable<unknown>;
  readonly deps: unknown;
  /** Picks up what an earlier process left: running tasks, waiting executions, half-done stacks. */
  resume?(): void | Promise<void>;
  /** Stops timers and work of this process; what must survive is in the store already. */
  close?(): void | Promise<void>;
}

/** Puts a table and what it needs together; the only place where the two types meet, so the cast is safe. */
export function createService<Deps>(service: {
  name: ServiceName;
  protocol: Protocol;
  operations: OperationTable<Deps>;
  deps: Deps;
  resume?: () => void | Promise<void>;
  close?: () => void | Promise<void>;
}): Service {
  return service as Service;
}
