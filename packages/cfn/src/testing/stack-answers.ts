/** Answers of CloudFormation about one stack, as short as a test needs them. */
export const stackId = (name: string) => `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/0f3c`;

export interface StackFacts {
  status: string;
  outputs?: Record<string, string>;
  parameters?: Record<string, string>;
  tags?: Record<string, string>;
}

export function stackOf(name: string, { status, outputs = {}, parameters = {}, tags = {} }: StackFacts) {
  return {
    StackName: name,
    StackId: stackId(name),
    StackStatus: status,
    CreationTime: new Date(0),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
      ExportName: `exported-${OutputKey}`,
    })),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

export const described = (name: string, facts: StackFacts) => ({ Stacks: [stackOf(name, facts)] });

/** Events in the order in which they happened; CloudFormation answers newest first. */
export function events(
  name: string,
  ...lines: [id: string, logicalId: string, status: string, reason?: string][]
) {
  return {
    StackEvents: lines
      .toReversed()
      .map(([EventId, LogicalResourceId, ResourceStatus, ResourceStatusReason]) => ({
        EventId,
        StackId: stackId(name),
        StackName: name,
        LogicalResourceId,
        PhysicalResourceId: LogicalResourceId === name ? stackId(name) : LogicalResourceId,
        ResourceType:
          LogicalResourceId === name ? "AWS::CloudFormation::Stack" : `AWS::Test::${LogicalResourceId}`,
        ResourceStatus,
        ResourceStatusReason,
        Timestamp: new Date(0),
      })),
  };
}

export const changeSetMade = (name: string) => ({ Id: `${name}-change-set`, StackId: stackId(name) });
