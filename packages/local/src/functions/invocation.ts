/** A call of a function. */
export interface Invocation {
  requestId: string;
  /** Without the qualifier. */
  arn: string;
  name: string;
  version: string;
  /** JSON text. */
  payload: string;
  clientContext?: string;
}

/** What the function answered: JSON text, of its result or of its error. */
export interface FunctionAnswer {
  payload: string;
  isError: boolean;
}

/** An error as Lambda's runtime reports it. */
export function functionError(errorType: string, errorMessage: string): FunctionAnswer {
  return { isError: true, payload: JSON.stringify({ errorType, errorMessage }) };
}

/** Source: Lambda developer guide, error of a function that ran out of time. */
export const timedOut = (requestId: string, seconds: number): FunctionAnswer =>
  functionError(
    "Sandbox.Timedout",
    `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  );

/** Bytes. Source: Lambda developer guide, "Lambda quotas", and the error of a larger answer. */
const maxAnswerBytes = 6_291_556;

export function checkSize(answer: FunctionAnswer): FunctionAnswer {
  const size = Buffer.byteLength(answer.payload);
  if (size <= maxAnswerBytes) return answer;
  return functionError(
    "Function.ResponseSizeTooLarge",
    `Response payload size (${size} bytes) exceeded maximum allowed payload size (${maxAnswerBytes} bytes).`,
  );
}

/** Lambda itself could not call the function. */
export class LambdaServiceError extends Error {
  /** `ResourceNotFoundException`, `TooManyRequestsException`, `ServiceException`, `SdkClientException`. */
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode: number) {
    super(message);
    this.name = "LambdaServiceError";
    this.code = code;
    this.statusCode = statusCode;
  }
}
