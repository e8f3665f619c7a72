import type { OnFailure, OnStackFailure, StackStatus, Tag } from "@aws-sdk/client-cloudformation";

import type { ParameterTexts } from "../template/parameters.ts";

/** What a stack is, or is to become: enough to evaluate its template again. */
export interface StackTarget {
  readonly templateBody: string;
  readonly description?: string;
  readonly parameters: ParameterTexts;
  /** Parameters that nobody gets to see again. */
  readonly noEcho: readonly string[];
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/**
 * What is being done to a stack. It is stored before anything happens and after each phase; the resources' own records
 * say how far the phase is. So whoever finds it, after a restart too, can go on.
 */
export interface StackOperation {
  readonly id: string;
  readonly kind: "create" | "update" | "delete";
  /**
   * - `apply`: resources are brought to the target, in the order of their dependencies.
   * - `rollback`: what `apply` did is undone.
   * - `cleanUp`: what the stack no longer holds is deleted; failures here do not matter to the stack.
   * - `delete`: all resources are deleted, in reverse order.
   */
  readonly phase: "apply" | "rollback" | "cleanUp" | "delete";
  /** Absent for `delete`. */
  readonly target?: StackTarget;
  /** What a failed creation or update comes to. */
  readonly onFailure: OnFailure | OnStackFailure;
  readonly clientRequestToken?: string;
  /** Logical ids that a deletion leaves alone. */
  readonly retainResources?: readonly string[];
  /** CancelUpdateStack was called: no further resource is updated. */
  readonly cancelled?: boolean;
}

export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  /** Instants are milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
  /** Absent in REVIEW_IN_PROGRESS. */
  readonly current?: StackTarget;
  readonly outputs: readonly StackOutput[];
  readonly disableRollback: boolean;
  readonly terminationProtection: boolean;
  readonly timeoutMinutes?: number;
  readonly changeSetId?: string;
  /** CreateStack with the same token again is the same call. */
  readonly creationToken?: string;
  readonly operation?: StackOperation;
}
