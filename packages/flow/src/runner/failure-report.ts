import { errorNameOf, isError, messageOf } from "../errors/error-name.ts";

/** Source: Step Functions API Reference, SendTaskFailure: lengths of `error` and `cause`. */
const maxErrorLength = 256;
const maxCauseLength = 32_768;

/**
 * What Step Functions is told of an error: the name of its class, and a cause of JSON text `{ errorType, errorMessage, stack }`, as
 * Lambda's, so that a flow finds the message.
 */
export function toFailureReport(thrown: unknown): { error: string; cause: string } {
  const error = errorNameOf(thrown).slice(0, maxErrorLength);
  const message = messageOf(thrown);
  const stack = isError(thrown) ? (thrown.stack ?? "") : "";
  const causeOf = (messageLength: number, stackLength: number) =>
    JSON.stringify({
      errorType: error,
      errorMessage: message.slice(0, messageLength),
      stack: stack.slice(0, stackLength),
    });
  // Escapes make the text longer than its parts; the stack gives way first.
  for (const [messageLength, stackLength] of [
    [message.length, stack.length],
    [message.length, 4_000],
    [message.length, 0],
    [16_000, 0],
  ] as const) {
    const cause = causeOf(messageLength, stackLength);
    if (cause.length <= maxCauseLength) return { error, cause };
  }
  // A character takes up to six in JSON.
  return { error, cause: causeOf(5_000, 0) };
}
