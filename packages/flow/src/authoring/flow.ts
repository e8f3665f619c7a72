import type { JsonOnly } from "../json/checked-json.ts";
import type { Returned } from "../json/json.ts";
import { callFlow } from "../native/call-flow.ts";
import type { JsonSchema } from "../parameters/json-schema.ts";
import { checkSchema } from "../parameters/check-schema.ts";
import { declaredAt } from "../deploy/declared-at.ts";
import { deployWithSdk } from "../deploy/deploy-with-sdk.ts";
import type { FlowDeployment, FlowDeployOptions } from "../deploy/flow-deploy-options.ts";
import { describe, type FlowArguments } from "./callable.ts";
import { checkName } from "./task-options.ts";

export interface FlowOptions {
  /** Letters, digits, `-` and `_`, at most 80. */
  name: string;
  description?: string;
  /** Labels. */
  tags?: readonly string[];
  /**
   * `states`, the default: a state machine, state by state, each task in a container of its own. `container`: all of it in one container, tasks
   * included; then it may have any code, and what a state machine alone has (`aws`, `callback`, items in S3) is not there.
   */
  mode?: "states" | "container";
  /** What its state machine is. Default `STANDARD`; `EXPRESS` cannot wait for containers or tokens. */
  type?: "STANDARD" | "EXPRESS";
  /** What the parameters have to look like; `default`s are filled in. Default: anything that is JSON. */
  parameters?: JsonSchema;
}

/** What a flow may know of its run. Each is one field of Step Functions' context object. */
export interface FlowContext {
  readonly execution: {
    /** `Execution.Id`: its ARN; in this process a name. */
    readonly id: string;
    /** `Execution.Name`. */
    readonly name: string;
    /** `Execution.StartTime`, ISO 8601 in UTC with milliseconds. */
    readonly startTime: string;
  };
}

export type FlowBody = (parameters: never, context: FlowContext) => unknown;

/** An async function that calls tasks. Called, it runs in this process; compiled, it is a state machine. */
export interface Flow<Input, Output> {
  (...parameters: FlowArguments<Input>): Promise<Output>;
  readonly kind: "flow";
  readonly options: FlowOptions;
  /**
   * Compiles the flow and deploys it, by @acme-engine/sdk, which is loaded now. The flow is read from the module in which it is declared, or from
   * `entry`. Throws `AcmeError` (ACME_NO_SDK, ACME_NO_MODULE), and whatever the SDK throws.
   */
  deploy(options: FlowDeployOptions<Input>): Promise<FlowDeployment>;
}

/** The same for every copy of this package in a bundle: the runner sets it before it loads a module. */
export const flowListener = Symbol.for("acme-engine.flow-listener");

/** A flow of a function. Throws `AcmeError` (ACME_NAME, ACME_SCHEMA) for options that cannot be. */
export function flow<Input = void, Output = unknown>(
  options: FlowOptions,
  body: ((parameters: Input, context: FlowContext) => Output | Promise<Output>) & JsonOnly<Input, Output>,
): Flow<Input, Returned<Output>>;
export function flow(options: FlowOptions, body: FlowBody): Flow<unknown, unknown> {
  checkName("flow", options.name);
  if (options.parameters !== undefined) checkSchema(options.parameters);
  const call = (parameters?: unknown) => callFlow(options, body, parameters);
  const place = declaredAt(flow);
  const made = describe(call, options.name, {
    kind: "flow" as const,
    options,
    deploy: (given: FlowDeployOptions) => deployWithSdk(options.name, given, place),
  });
  (globalThis as { [flowListener]?: (flow: Flow<unknown, unknown>) => void })[flowListener]?.(made);
  return made;
}
