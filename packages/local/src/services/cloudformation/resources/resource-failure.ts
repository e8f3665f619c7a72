import { AwsError } from "../../../protocol/aws-error.ts";
import type { ServiceName } from "../../../protocol/service.ts";

/** Source: CloudFormation CLI User Guide, "Handler error codes". */
export type HandlerErrorCode =
  | "AccessDenied"
  | "AlreadyExists"
  | "GeneralServiceException"
  | "InternalFailure"
  | "InvalidRequest"
  | "NotFound"
  | "NotUpdatable"
  | "ResourceConflict"
  | "ServiceInternalError"
  | "ServiceLimitExceeded"
  | "Throttling";

/** A resource could not be made, changed or deleted; `reason` becomes its ResourceStatusReason. */
export class ResourceFailure extends Error {
  readonly handlerErrorCode: HandlerErrorCode;

  constructor(message: string, handlerErrorCode: HandlerErrorCode, options?: ErrorOptions) {
    super(message, options);
    this.name = "ResourceFailure";
    this.handlerErrorCode = handlerErrorCode;
  }
}

/** Names of the services as AWS's handlers print them. */
const serviceLabels: Readonly<Record<ServiceName, string>> = {
  cloudformation: "CloudFormation",
  ecs: "Ecs",
  iam: "Iam",
  logs: "CloudWatchLogs",
  s3: "S3",
  states: "Sfn",
  sts: "Sts",
};

/** Another service's refusal, as a resource handler of AWS passes it on. */
export function toResourceFailure(error: unknown, service: ServiceName, requestId: string): unknown {
  if (!(error instanceof AwsError)) return error;
  const details = `Service: ${serviceLabels[service]}, Status Code: ${error.statusCode}, Request ID: ${requestId}`;
  return new ResourceFailure(`${error.message} (${details})`, toHandlerErrorCode(error), { cause: error });
}

function toHandlerErrorCode({ code, statusCode }: AwsError): HandlerErrorCode {
  if (/AlreadyExists|AlreadyOwnedByYou/.test(code)) return "AlreadyExists";
  if (/NotFound|NoSuch|DoesNotExist/.test(code)) return "NotFound";
  if (/AccessDenied/.test(code)) return "AccessDenied";
  if (/Throttl/.test(code)) return "Throttling";
  if (/LimitExceeded/.test(code)) return "ServiceLimitExceeded";
  if (/Conflict|NotEmpty|InUse/.test(code)) return "ResourceConflict";
  if (statusCode >= 500) return "ServiceInternalError";
  return /Validation|Invalid|Malformed|ClientException/.test(code)
    ? "InvalidRequest"
    : "GeneralServiceException";
}

/** The words of a resource's ResourceStatusReason. */
export function toStatusReason(error: unknown, requestToken: string): string {
  if (error instanceof AwsError) return error.message;
  const code = error instanceof ResourceFailure ? error.handlerErrorCode : "InternalFailure";
  const message = error instanceof Error ? error.message : String(error);
  return `Resource handler returned message: "${message}" (RequestToken: ${requestToken}, HandlerErrorCode: ${code})`;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ResourceFailure && error.handlerErrorCode === "NotFound";
}
