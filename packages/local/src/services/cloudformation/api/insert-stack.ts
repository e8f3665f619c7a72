import type { StackStatus } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import type { StackRecord } from "../records/stack-record.ts";

/** A stack with nothing in it yet; the result is its id. */
export function insertStack(
  cf: CloudFormation,
  stackName: string,
  status: StackStatus,
  options: Pick<StackRecord, "terminationProtection" | "timeoutMinutes" | "creationToken"> = {
    terminationProtection: false,
  },
): string {
  const { region, accountId, clock, createId } = cf.context;
  const stackId = `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${createId()}`;
  cf.stacks.save({
    stackId,
    stackName,
    status,
    createdAt: clock.now(),
    outputs: [],
    disableRollback: false,
    ...options,
  });
  return stackId;
}
