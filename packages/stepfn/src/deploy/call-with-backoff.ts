import type { Pace } from "./pace.ts";

/** Attempts in all; with the delays below the last one comes after a minute or so. */
const maxAttempts = 9;
const firstDelayMs = 500;
const maxDelayMs = 15_000;

/**
 * Errors that a later attempt may not see. A throttle, two deployments at once (ConflictException), a machine of this name
 * that is just being deleted, a server's or a network's fault.
 */
const passing = new Set([
  "ConflictException",
  "InternalServerError",
  "InternalServerException",
  "ServiceUnavailable",
  "StateMachineDeleting",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
]);
const passingNetworkCodes = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"]);

/** For `client.send`: an abort also ends a call that is under way. */
export interface CallOptions {
  abortSignal?: AbortSignal;
}

/** Calls until it succeeds, fails for good, or has been tried long enough; then the last error is thrown. */
export async function callWithBackoff<Result>(
  call: (options: CallOptions) => Promise<Result>,
  { pace, signal }: { pace: Pace; signal: AbortSignal | undefined },
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await call(signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt === maxAttempts || !isPassing(error)) throw error;
    }
    const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
    await pace.sleep(ceiling * (0.5 + pace.random() / 2), signal);
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passing.has(error.name)) return true;
  if ("code" in error && passingNetworkCodes.has(String(error.code))) return true;
  // A role that has just been made is not known everywhere for some seconds.
  // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html ("Changes that I make are not always immediately visible")
  return error.name === "AccessDeniedException" && /assume the provided role/i.test(error.message);
}
