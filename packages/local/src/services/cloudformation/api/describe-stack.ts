import type { Parameter, Stack, StackSummary } from "@aws-sdk/client-cloudformation";

import type { StackRecord, StackTarget } from "../records/stack-record.ts";

/** A stack as DescribeStacks gives it. */
export function toStack(stack: StackRecord): Stack {
  // While a creation or update goes on, what it aims at is what the caller sees.
  const target = stack.operation?.target ?? stack.current;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ...(stack.changeSetId === undefined ? {} : { ChangeSetId: stack.changeSetId }),
    ...(target?.description === undefined ? {} : { Description: target.description }),
    Parameters: target ? toParameters(target) : [],
    CreationTime: new Date(stack.createdAt),
    ...(stack.updatedAt === undefined ? {} : { LastUpdatedTime: new Date(stack.updatedAt) }),
    ...(stack.deletedAt === undefined ? {} : { DeletionTime: new Date(stack.deletedAt) }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.statusReason === undefined ? {} : { StackStatusReason: stack.statusReason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...(target?.notificationArns ?? [])],
    ...(stack.timeoutMinutes === undefined ? {} : { TimeoutInMinutes: stack.timeoutMinutes }),
    Capabilities: (target?.capabilities ?? []) as NonNullable<Stack["Capabilities"]>,
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      ...(description === undefined ? {} : { Description: description }),
      ...(exportName === undefined ? {} : { ExportName: exportName }),
    })),
    ...(target?.roleArn === undefined ? {} : { RoleARN: target.roleArn }),
    Tags: [...(target?.tags ?? [])],
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

export function toStackSummary(stack: StackRecord): StackSummary {
  const description = (stack.operation?.target ?? stack.current)?.description;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ...(description === undefined ? {} : { TemplateDescription: description }),
    CreationTime: new Date(stack.createdAt),
    ...(stack.updatedAt === undefined ? {} : { LastUpdatedTime: new Date(stack.updatedAt) }),
    ...(stack.deletedAt === undefined ? {} : { DeletionTime: new Date(stack.deletedAt) }),
    StackStatus: stack.status,
    ...(stack.statusReason === undefined ? {} : { StackStatusReason: stack.statusReason }),
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

/** Values of `NoEcho` parameters are masked. */
export function toParameters({ parameters, noEcho }: StackTarget): Parameter[] {
  return Object.entries(parameters).map(([name, value]) => ({
    ParameterKey: name,
    ParameterValue: noEcho.includes(name) ? "****" : value,
  }));
}
