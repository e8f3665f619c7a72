import { AwsError } from "../../protocol/aws-error.ts";

// Source: IAM API Reference, "Common Error Types" and the errors of each action.

export function validationError(value: string, member: string, constraint: string): AwsError {
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

export function malformedPolicyDocument(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

export function noSuchRole(roleName: string): AwsError {
  return noSuchEntity(`The role with name ${roleName} cannot be found.`);
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, { statusCode: 404 });
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, { statusCode: 409 });
}

export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, { statusCode: 409 });
}

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, { statusCode: 409 });
}
