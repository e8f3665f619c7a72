import { AcmeError } from "./acme-error.ts";

/** AWS refused or did not answer. `awsCode` is AWS's own error name (`ValidationError`), `awsMessage` its own words. */
export class AwsCallError extends AcmeError {
  readonly operation: string;
  readonly awsCode: string;
  readonly awsMessage: string;
  /** The same call may work a moment later: throttling, a 5xx, a broken connection. */
  readonly isTransient: boolean;

  constructor(operation: string, cause: unknown) {
    const facts = readAwsError(cause);
    super("ACME_AWS_CALL_FAILED", `${operation} failed: ${facts.message} (${facts.code})`, {
      hint: hintFor(facts, operation),
      cause,
    });
    this.operation = operation;
    this.awsCode = facts.code;
    this.awsMessage = facts.message;
    this.isTransient = facts.isTransient;
  }
}

/**
 * Makes one AWS call and turns its failure into an `AwsCallError` that names the operation. An abort passes through
 * as it is.
 */
export async function callAws<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw new AwsCallError(operation, error);
  }
}

interface AwsErrorFacts {
  code: string;
  message: string;
  isTransient: boolean;
}

const networkCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
const throttles = new Set(["Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests"]);

function readAwsError(error: unknown): AwsErrorFacts {
  if (!(error instanceof Error)) return { code: "Unknown", message: String(error), isTransient: false };
  const status =
    "$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null
      ? "httpStatusCode" in error.$metadata && error.$metadata.httpStatusCode
      : undefined;
  const system = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const isNetwork = (system !== undefined && networkCodes.has(system)) || error.name === "TimeoutError";
  const isServer = typeof status === "number" && status >= 500;
  return {
    code: isNetwork ? (system ?? error.name) : error.name,
    message: error.message === "" ? "no message" : error.message.replace(/\.$/, ""),
    isTransient: isNetwork || isServer || throttles.has(error.name),
  };
}

function hintFor({ code }: AwsErrorFacts, operation: string): string | undefined {
  switch (code) {
    case "CredentialsProviderError":
    case "UnrecognizedClientException":
    case "InvalidClientTokenId":
      return "Give AWS credentials: sign in with `aws sso login`, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
    case "ExpiredToken":
    case "ExpiredTokenException":
      return "The AWS credentials have expired: sign in again, for example with `aws sso login`.";
    case "AccessDenied":
    case "AccessDeniedException":
    case "UnauthorizedOperation":
      return `The AWS credentials in use do not allow ${operation}: use others, or have the right added.`;
    case "ECONNREFUSED":
      return "Nothing listens at that address: start the local engine with `acme up`, or check the endpoint.";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "The host cannot be found: check the network, the region and the endpoint.";
    default:
      return throttles.has(code) ? "AWS asks for fewer calls: try again in a minute." : undefined;
  }
}
