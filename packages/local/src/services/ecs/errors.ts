import { AwsError } from "../../protocol/aws-error.ts";

// Source: Amazon ECS API Reference, errors of each action. Where the service's words are known from what people report, callers
// pass those; the few others are ours and say the same.

/** The request is wrong in itself, mostly in RegisterTaskDefinition. */
export function clientError(message: string): AwsError {
  return new AwsError("ClientException", message);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function clusterNotFound(): AwsError {
  return new AwsError("ClusterNotFoundException", "Cluster not found.");
}

export function clusterContainsTasks(): AwsError {
  return new AwsError(
    "ClusterContainsTasksException",
    "The Cluster cannot be deleted while Tasks are active.",
  );
}

export function taskNotFound(): AwsError {
  return invalidParameter("The referenced task was not found.");
}

export function invalidNextToken(): AwsError {
  return invalidParameter("Invalid token.");
}

export function clientTokenConflict(taskArns: readonly string[]): AwsError {
  return new AwsError(
    "ConflictException",
    "The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.",
    { fields: { resourceIds: taskArns } },
  );
}
