import type { StackStatus } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import type { StackRecord } from "../records/stack-record.ts";

/** Changes to a stack's record; `undefined` takes a member away. */
export type StackChanges = {
  [Name in keyof StackRecord]?: StackRecord[Name] | undefined;
};

/** Changes a stack's record. */
export function changeStack(cf: CloudFormation, stackId: string, changes: StackChanges): StackRecord {
  const entries = Object.entries({ ...cf.stacks.get(stackId), ...changes });
  const next = Object.fromEntries(
    entries.filter(([, value]) => value !== undefined),
  ) as unknown as StackRecord;
  cf.stacks.save(next);
  return next;
}

/** Puts a stack into a status, with the event that says so. */
export function setStackStatus(
  cf: CloudFormation,
  stackId: string,
  status: StackStatus,
  reason?: string,
  changes: StackChanges = {},
): StackRecord {
  return cf.context.store.transaction(() => {
    const token = cf.stacks.get(stackId).operation?.clientRequestToken;
    const stack = changeStack(cf, stackId, { ...changes, status, statusReason: reason });
    cf.events.append({
      eventId: cf.context.createId(),
      stackId,
      stackName: stack.stackName,
      logicalId: stack.stackName,
      physicalId: stackId,
      resourceType: "AWS::CloudFormation::Stack",
      at: cf.context.clock.now(),
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(token === undefined ? {} : { clientRequestToken: token }),
    });
    return stack;
  });
}
