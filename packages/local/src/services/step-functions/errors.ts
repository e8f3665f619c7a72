import { AwsError } from "../../protocol/aws-error.ts";

// Codes and words. Source: Step Functions API Reference, and errors recorded on AWS for the same mistakes.

export const invalidArn = (arn: string) =>
  new AwsError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);

export const invalidName = (name: string) => new AwsError("InvalidName", `Invalid Name: '${name}'`);

export const invalidDefinition = (reason: string) =>
  new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${reason}'`);

export const invalidLoggingConfiguration = (reason: string) =>
  new AwsError("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${reason}`);

export const invalidEncryptionConfiguration = (reason: string) =>
  new AwsError("InvalidEncryptionConfiguration", `Invalid Encryption Configuration: ${reason}`);

export const invalidToken = () => new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");

export const invalidExecutionInput = (reason: string) =>
  new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${reason}'`);

export const invalidOutput = (reason: string) => new AwsError("InvalidOutput", `Invalid Output: '${reason}'`);

export const stateMachineDoesNotExist = (arn: string) =>
  new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);

export const stateMachineAlreadyExists = (arn: string) =>
  new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);

export const stateMachineTypeNotSupported = (operation: string, type: string) =>
  new AwsError("StateMachineTypeNotSupported", `${operation} is not supported for ${type} state machines.`);

export const executionDoesNotExist = (arn: string) =>
  new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);

export const executionAlreadyExists = (arn: string) =>
  new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);

export const executionLimitExceeded = (arn: string) =>
  new AwsError("ExecutionLimitExceeded", `Execution Limit Exceeded: '${arn}'`);

export const executionNotRedrivable = (reason: string) => new AwsError("ExecutionNotRedrivable", reason);

export const activityAlreadyExists = (arn: string) =>
  new AwsError("ActivityAlreadyExists", `Activity Already Exists: '${arn}'`);

export const activityDoesNotExist = (arn: string) =>
  new AwsError("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`);

export const taskTimedOut = () =>
  new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");

export const resourceNotFound = (arn: string) =>
  new AwsError("ResourceNotFound", `Resource not found: '${arn}'`, { fields: { resourceName: arn } });

export const tooManyTags = (arn: string) =>
  new AwsError("TooManyTags", "The resource has too many tags.", { fields: { resourceName: arn } });

export const conflict = (message: string) => new AwsError("ConflictException", message);

export const serviceQuotaExceeded = (message: string) =>
  new AwsError("ServiceQuotaExceededException", message);

export const missingRequiredParameter = (message: string) =>
  new AwsError("MissingRequiredParameter", message);

export const validation = (message: string) => new AwsError("ValidationException", message);
