import type { StackEvent as AwsStackEvent } from "@aws-sdk/client-cloudformation";

/** One thing that happened while a stack was deployed or deleted. */
export interface StackEvent {
  /** `resource` and `stack`: from CloudFormation. `step`: what this package does in between. */
  kind: "resource" | "stack" | "step";
  stackName: string;
  /** The resource's name in the template; of a `stack` event the stack's name; absent for a `step`. */
  logicalId: string | undefined;
  /** Such as `AWS::ECS::Cluster`; absent for a `step`. */
  resourceType: string | undefined;
  /** CloudFormation's status, such as `CREATE_IN_PROGRESS`; for a `step` a word like `WAITING`. */
  status: string;
  /** AWS's reason, or what a `step` is about. */
  reason: string | undefined;
  at: Date;
}

export function toStackEvent(event: AwsStackEvent): StackEvent {
  return {
    kind: isOfTheStack(event) ? "stack" : "resource",
    stackName: event.StackName ?? "",
    logicalId: event.LogicalResourceId,
    resourceType: event.ResourceType,
    status: event.ResourceStatus ?? "",
    reason: event.ResourceStatusReason,
    at: event.Timestamp ?? new Date(0),
  };
}

/** Nested stacks have the same resource type, but another id than the stack whose event it is. */
export function isOfTheStack({ ResourceType, PhysicalResourceId, StackId }: AwsStackEvent): boolean {
  return ResourceType === "AWS::CloudFormation::Stack" && PhysicalResourceId === StackId;
}
