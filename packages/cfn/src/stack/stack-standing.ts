import type { StackStatus } from "@aws-sdk/client-cloudformation";

/**
 * What can be done with a stack next:
 * - `absent`: create it.
 * - `review`: a change set was made for it and never executed; a new one of type CREATE may be made.
 * - `ready`: update it.
 * - `busy`: wait; a run that was interrupted, or somebody else, has started something that AWS is still doing.
 * - `dead`: its creation failed; AWS only lets it be deleted.
 * - `stuck`: the roll-back of an update failed; it has to be continued before anything else.
 * - `remains`: its deletion failed; AWS only lets it be deleted.
 * Source: CloudFormation User Guide, "Understand CloudFormation stack creation events" and "Stack status codes"
 */
export type StackStanding = "absent" | "review" | "ready" | "busy" | "dead" | "stuck" | "remains";

const standings: Record<StackStatus, StackStanding> = {
  REVIEW_IN_PROGRESS: "review",
  CREATE_IN_PROGRESS: "busy",
  CREATE_COMPLETE: "ready",
  CREATE_FAILED: "dead",
  ROLLBACK_IN_PROGRESS: "busy",
  ROLLBACK_COMPLETE: "dead",
  ROLLBACK_FAILED: "dead",
  UPDATE_IN_PROGRESS: "busy",
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: "busy",
  UPDATE_COMPLETE: "ready",
  UPDATE_FAILED: "ready",
  UPDATE_ROLLBACK_IN_PROGRESS: "busy",
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "busy",
  UPDATE_ROLLBACK_COMPLETE: "ready",
  UPDATE_ROLLBACK_FAILED: "stuck",
  IMPORT_IN_PROGRESS: "busy",
  IMPORT_COMPLETE: "ready",
  IMPORT_ROLLBACK_IN_PROGRESS: "busy",
  IMPORT_ROLLBACK_COMPLETE: "ready",
  IMPORT_ROLLBACK_FAILED: "stuck",
  DELETE_IN_PROGRESS: "busy",
  DELETE_COMPLETE: "absent",
  DELETE_FAILED: "remains",
};

/** `undefined` = no such stack. */
export function toStackStanding(status: StackStatus | undefined): StackStanding {
  return status === undefined ? "absent" : standings[status];
}
