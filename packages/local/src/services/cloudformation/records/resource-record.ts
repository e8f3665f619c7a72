import type { ResourceStatus, Tag } from "@aws-sdk/client-cloudformation";

import type { Json, JsonObject } from "../json.ts";
import type { RetentionPolicy } from "../template/template.ts";

/** A physical resource as the stack knows it. */
export interface ResourceState {
  readonly type: string;
  /** Absent until the service or CloudFormation has chosen it. */
  readonly physicalId?: string;
  /** Whether the resource was really made: only then is it deleted. A chosen name alone may be somebody else's. */
  readonly made: boolean;
  /** Evaluated. */
  readonly properties: JsonObject;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, Json>>;
  /** The stack's tags as they were put on the resource. */
  readonly tags: readonly Tag[];
  /** Logical ids that must be there first. */
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: RetentionPolicy;
  readonly updateReplacePolicy: RetentionPolicy;
  readonly metadata?: JsonObject;
}

/** `replace` makes a new physical resource; the old one is deleted when the update is over. */
export type ResourceAction = "create" | "update" | "replace" | "delete";

export interface ResourceRecord {
  readonly stackId: string;
  readonly logicalId: string;
  readonly status: ResourceStatus;
  readonly statusReason?: string;
  readonly updatedAt: number;
  /** The stack operation that last touched it, and what that does to it. */
  readonly operationId: string;
  readonly action: ResourceAction;
  readonly current: ResourceState;
  /** What it was before the update that goes on, or that failed and was left as it is. */
  readonly previous?: ResourceState;
  /** The update that goes on, or that failed and was left as it is, brought it into the stack. */
  readonly isNew?: boolean;
}

/** A physical resource that a stack no longer holds and still has to delete. */
export interface Leftover {
  readonly id: number;
  readonly stackId: string;
  readonly logicalId: string;
  readonly state: ResourceState;
}
