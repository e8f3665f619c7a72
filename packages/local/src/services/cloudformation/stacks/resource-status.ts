import type { ResourceStatus } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import type { ResourceRecord, ResourceState } from "../records/resource-record.ts";
import type { StackRecord } from "../records/stack-record.ts";

export type ResourceChange = Omit<ResourceRecord, "stackId" | "updatedAt" | "statusReason">;

/** Stores a resource with its status, with the event that says so. */
export function setResourceStatus(
  cf: CloudFormation,
  stack: StackRecord,
  resource: ResourceChange,
  reason?: string,
): ResourceRecord {
  return cf.context.store.transaction(() => {
    const record: ResourceRecord = {
      ...resource,
      stackId: stack.stackId,
      updatedAt: cf.context.clock.now(),
      ...(reason === undefined ? {} : { statusReason: reason }),
    };
    cf.resources.save(record);
    appendResourceEvent(cf, stack, record.logicalId, record.current, record.status, reason);
    return record;
  });
}

/** The event alone, for physical resources that the stack does not hold any more. */
export function appendResourceEvent(
  cf: CloudFormation,
  stack: StackRecord,
  logicalId: string,
  state: ResourceState,
  status: ResourceStatus,
  reason?: string,
): void {
  const at = cf.context.clock.now();
  const token = stack.operation?.clientRequestToken;
  cf.events.append({
    eventId: `${logicalId}-${status}-${new Date(at).toISOString()}`,
    stackId: stack.stackId,
    stackName: stack.stackName,
    logicalId,
    physicalId: state.physicalId ?? "",
    resourceType: state.type,
    at,
    status,
    properties: JSON.stringify(state.properties),
    ...(reason === undefined ? {} : { reason }),
    ...(token === undefined ? {} : { clientRequestToken: token }),
  });
}
