import type { Clock } from "../clock.ts";
import { type FunctionAnswer, type Invocation, LambdaServiceError, timedOut } from "./invocation.ts";

/**
 * Calls a function that answers over HTTP: the payload as the body of a POST. What Lambda's runtime interface emulator answers is understood
 * too. Throws `LambdaServiceError` when the endpoint cannot be reached or answers with a status that is no success.
 */
export async function invokeHttpFunction(
  url: string,
  { payload, requestId, clientContext }: Invocation,
  { timeoutSeconds, clock }: { timeoutSeconds: number; clock: Clock },
): Promise<FunctionAnswer> {
  const late = new AbortController();
  const cancel = clock.schedule(clock.now() + timeoutSeconds * 1000, () => late.abort());
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": requestId,
        ...(clientContext !== undefined && { "x-amz-client-context": toBase64(clientContext) }),
      },
      body: payload,
      signal: late.signal,
    });
    const text = await response.text();
    if (!response.ok) throw refusal(url, response, text);
    const answer = text === "" ? "null" : toJsonText(text);
    return {
      payload: answer,
      isError: response.headers.has("x-amz-function-error") || isReported(url, answer),
    };
  } catch (error) {
    if (error instanceof LambdaServiceError) throw error;
    if (late.signal.aborted) return timedOut(requestId, timeoutSeconds);
    throw new LambdaServiceError(
      "SdkClientException",
      `Unable to execute HTTP request to ${url}: ${reasonOf(error)}`,
      0,
    );
  } finally {
    cancel();
  }
}

const toBase64 = (text: string) => Buffer.from(text).toString("base64");

/** A text that is no JSON is a result too. */
function toJsonText(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

/** The emulator answers 200 for errors of the function too; they are known by their form. */
function isReported(url: string, answer: string): boolean {
  if (!/\/2015-03-31\/functions\/[^/]+\/invocations\/?$/.test(new URL(url).pathname)) return false;
  const value: unknown = JSON.parse(answer);
  return typeof value === "object" && value !== null && "errorType" in value && "errorMessage" in value;
}

function refusal(url: string, { status }: Response, text: string): LambdaServiceError {
  const code =
    status === 404
      ? "ResourceNotFoundException"
      : status === 429
        ? "TooManyRequestsException"
        : status >= 500
          ? "ServiceException"
          : "AWSLambdaException";
  return new LambdaServiceError(code, `${url} answered ${status}: ${text.slice(0, 1000)}`, status);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says why in the cause.
  return error.cause instanceof Error ? error.cause.message : error.message;
}
