import { AwsError } from "../../protocol/aws-error.ts";

// Source: CloudFormation API Reference, "Common Error Types" and the errors of each action. Codes are those of the wire.

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

export function templateFormatError(message: string): AwsError {
  return validationError(`Template format error: ${message}`);
}

export function templateError(message: string): AwsError {
  return validationError(`Template error: ${message}`);
}

export function constraintError(value: string, member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

export function alreadyExists(message: string): AwsError {
  return new AwsError("AlreadyExistsException", message);
}

export function insufficientCapabilities(required: string): AwsError {
  return new AwsError("InsufficientCapabilitiesException", `Requires capabilities : [${required}]`);
}

export function changeSetNotFound(nameOrId: string): AwsError {
  return new AwsError("ChangeSetNotFound", `ChangeSet [${nameOrId}] does not exist`, { statusCode: 404 });
}

export function invalidChangeSetStatus(message: string): AwsError {
  return new AwsError("InvalidChangeSetStatus", message);
}

/** DescribeStacks and most others name the stack so. */
export function stackWithIdDoesNotExist(nameOrId: string): AwsError {
  return validationError(`Stack with id ${nameOrId} does not exist`);
}

/** Operations that change a stack, and DescribeStackEvents, name it so. */
export function stackDoesNotExist(nameOrId: string): AwsError {
  return validationError(`Stack [${nameOrId}] does not exist`);
}
