import type { CompileOptions } from "@acme-engine/stepfn";
import type { JsonSchema } from "acme-engine";
import type { DeploymentName } from "../names/deployment-name.ts";
import type { CapacityProvider } from "./read-capacity.ts";
import type { NetworkSettings } from "./read-network.ts";

/** What `deploy` was asked for, after all checks that need no call. */
export interface JobRequest {
  readonly names: DeploymentName;
  readonly container: ContainerRequest | OwnTaskDefinition;
  readonly command?: readonly string[];
  readonly entrypoint?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What they have to look like; a flow of TypeScript has one. */
  readonly parametersSchema?: JsonSchema;
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  readonly retries?: number;
  readonly retryDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly spot: boolean;
  /** Instead of a launch type; absent for plain FARGATE or FARGATE_SPOT. */
  readonly capacityProviders?: readonly CapacityProvider[];
  readonly vpcId?: string;
  readonly network?: NetworkSettings;
  readonly description?: string;
  readonly version?: string;
  readonly transform?: NonNullable<CompileOptions["transform"]>;
}

/** The job runs on a task definition that is made for it. */
export interface ContainerRequest {
  readonly kind: "container";
  readonly image: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly cpu?: number;
  readonly memory?: number;
  readonly architecture?: "X86_64" | "ARM64";
  readonly ephemeralStorageGiB?: number;
  readonly readOnlyRoot?: boolean;
  readonly stopTimeoutSeconds?: number;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly logGroupName?: string;
  readonly logStreamPrefix?: string;
  readonly logMode?: "blocking" | "non-blocking";
  /** Tags of the task definition, and so of each task. */
  readonly taskTags: Readonly<Record<string, string>>;
}

/** The job runs on a task definition that somebody registered. */
export interface OwnTaskDefinition {
  readonly kind: "taskDefinition";
  /** With its revision. */
  readonly taskDefinitionArn: string;
  readonly containerName?: string;
  /** Override what the task definition says, for each run. */
  readonly cpu?: number;
  readonly memory?: number;
}
