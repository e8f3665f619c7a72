import type { Json } from "../json/json.ts";

/**
 * What `flow.deploy()` takes: Prefect's names mean what they mean in its `flow.deploy`. All options go to `deployFlow` of @acme-engine/sdk as they
 * are, also those that are not listed here (`secrets`, `jobVariables`, `profile`, …); it refuses what it does not know, by name.
 */
export interface FlowDeployOptions<Parameters = { [name: string]: Json }> {
  /** The deployment's name, e.g. `prod`. */
  name: string;
  /** An image that runs the tasks of the flow's module, as `acme build` makes it. Off AWS it may be left out. */
  image?: string;
  /** Default parameters of the runs. */
  parameters?: Partial<Parameters>;
  /** Labels. */
  tags?: readonly string[];
  description?: string;
  /** Free text. Default: the start of the definition's source hash. */
  version?: string;
  /** The cluster's name, in Prefect's words. Default: `cluster`, else ACME_CLUSTER. */
  workPoolName?: string;
  cluster?: string;
  region?: string;
  /** Environment variables of all tasks. */
  environment?: Readonly<Record<string, string>>;
  /** CPU units of tasks that do not say how many. */
  cpu?: number;
  /** MiB of tasks that do not say how many. */
  memory?: number;
  /** A run that takes longer is ended. */
  timeoutSeconds?: number;
  /** The module that the flow is written in, a path or `import.meta.url`. Default: where `flow()` was called. */
  entry?: string | URL;
  readonly [option: string]: unknown;
}

/** What `deployFlow` made or found. */
export interface FlowDeployment {
  readonly name: string;
  /** `<flow>/<deployment>`. */
  readonly fullName: string;
  /** `unchanged`: the same is live already, nothing was written. */
  readonly change: "created" | "updated" | "unchanged";
  readonly stateMachineArn: string;
  /** The state machine's version that `live` points to. */
  readonly version: number;
  readonly aliasArn: string;
  /** Path of the definition file that was deployed. */
  readonly definitionFile: string;
}
