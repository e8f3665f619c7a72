import type {
  Change,
  ChangeSetStatus,
  ChangeSetType,
  ExecutionStatus,
  OnStackFailure,
} from "@aws-sdk/client-cloudformation";

import type { StackTarget } from "./stack-record.ts";

export interface ChangeSetRecord {
  readonly changeSetId: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: ChangeSetType;
  readonly description?: string;
  readonly createdAt: number;
  readonly status: ChangeSetStatus;
  readonly statusReason?: string;
  readonly executionStatus: ExecutionStatus;
  readonly target: StackTarget;
  readonly changes: readonly Change[];
  readonly onStackFailure?: OnStackFailure;
  readonly clientToken?: string;
}
