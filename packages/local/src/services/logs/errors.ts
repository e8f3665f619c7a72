import { AwsError } from "../../protocol/aws-error.ts";

// Source: CloudWatch Logs API Reference, errors of each action. Where the service's words are known from what people report, these
// are those; the few others are ours and say the same.

export function noSuchLogGroup(): AwsError {
  return new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
}

export function noSuchLogStream(): AwsError {
  return new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
}

export function logGroupExists(): AwsError {
  return new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
}

export function logStreamExists(): AwsError {
  return new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
}

export function deletionProtected(name: string): AwsError {
  return new AwsError(
    "ValidationException",
    `Cannot delete log group ${name}: deletion protection is enabled. Disable deletion protection before deleting it.`,
  );
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function invalidNextToken(): AwsError {
  return invalidParameter("The specified nextToken is invalid.");
}

/** The form in which AWS's front end refuses a value before the service sees it. */
export function constraintFailed(member: string, value: string, constraint: string): AwsError {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
