import { AwsError } from "../../../protocol/aws-error.ts";
import { TaskFailure } from "./integration.ts";

/** Turns what a service threw into the task's failure; anything but a service's own error is a bug and goes on as it is. */
export type ToTaskFailure = (error: unknown, requestId: string) => unknown;

/**
 * Of optimized integrations, in the words of AWS SDK for Java 1. Recorded on AWS: states:startExecution with an unknown
 * state machine is `StepFunctions.StateMachineDoesNotExistException`.
 */
export function optimizedFailure(options: {
  /** Before the dot, e.g. `ECS`. */
  prefix: string;
  /** As the client calls the service, e.g. `AmazonECS`. */
  service: string;
  /** For errors that the service's model does not have, e.g. `AmazonECSException`. */
  unmodelled: string;
  isModelled: (code: string) => boolean;
}): ToTaskFailure {
  return (error, requestId) => {
    if (!(error instanceof AwsError)) return error;
    const { code, message, statusCode } = error;
    const name = options.isModelled(code) ? toExceptionName(code) : options.unmodelled;
    return new TaskFailure(
      `${options.prefix}.${name}`,
      `${message} (Service: ${options.service}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
    );
  };
}

/** Of SDK integrations, in the words of AWS SDK for Java 2. Recorded on AWS: `Sfn.InvalidTokenException`, `S3.NoSuchBucketException`, `SecretsManager.SecretsManagerException`. */
export function sdkFailure(options: {
  prefix: string;
  isModelled: (code: string) => boolean;
}): ToTaskFailure {
  return (error, requestId) => {
    if (!(error instanceof AwsError)) return error;
    const { code, message, statusCode } = error;
    const name = options.isModelled(code) ? toExceptionName(code) : `${options.prefix}Exception`;
    return new TaskFailure(
      `${options.prefix}.${name}`,
      `${message} (Service: ${options.prefix}, Status Code: ${statusCode}, Request ID: ${requestId}) (SDK Attempt Count: 1)`,
    );
  };
}

const toExceptionName = (code: string) => (code.endsWith("Exception") ? code : `${code}Exception`);
