import type { OnFailure, OnStackFailure } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import { validationError } from "../errors.ts";
import type { StackRecord, StackTarget } from "../records/stack-record.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";

export interface OperationOptions {
  readonly onFailure: OnFailure | OnStackFailure;
  readonly clientRequestToken?: string | undefined;
}

/** Stores the creation of a stack that is new or in review, and starts it. */
export function beginCreation(
  cf: CloudFormation,
  stackId: string,
  target: StackTarget,
  { onFailure, clientRequestToken }: OperationOptions,
): void {
  cf.context.store.transaction(() => {
    changeStack(cf, stackId, {
      current: target,
      disableRollback: onFailure === "DO_NOTHING",
      operation: {
        id: cf.context.createId(),
        kind: "create",
        phase: "apply",
        target,
        onFailure,
        ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
      },
    });
    setStackStatus(cf, stackId, "CREATE_IN_PROGRESS", "User Initiated");
  });
  cf.start(stackId);
}

/** Stores the update of a stack, and starts it. */
export function beginUpdate(
  cf: CloudFormation,
  stackId: string,
  target: StackTarget,
  { onFailure, clientRequestToken }: OperationOptions,
): void {
  cf.context.store.transaction(() => {
    changeStack(cf, stackId, {
      updatedAt: cf.context.clock.now(),
      disableRollback: onFailure === "DO_NOTHING",
      operation: {
        id: cf.context.createId(),
        kind: "update",
        phase: "apply",
        target,
        onFailure,
        ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
      },
    });
    setStackStatus(cf, stackId, "UPDATE_IN_PROGRESS", "User Initiated");
  });
  cf.start(stackId);
}

const updatable = new Set<string>([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "CREATE_FAILED",
  "UPDATE_FAILED",
]);

/** Throws ValidationError when the stack is in a state that allows no update, or the template changes a resource's type. */
export function checkUpdatable(stack: StackRecord): void {
  if (!updatable.has(stack.status)) {
    throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
  }
}

export function checkResourceTypes(cf: CloudFormation, stack: StackRecord, target: StackTarget): void {
  const { resources } = cf.readTemplate(target.templateBody);
  const changed = cf.resources
    .list(stack.stackId)
    .filter(({ logicalId, current }) => (resources.get(logicalId)?.type ?? current.type) !== current.type)
    .map(({ logicalId }) => logicalId);
  if (changed.length > 0) {
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(", ")}]`,
    );
  }
}
