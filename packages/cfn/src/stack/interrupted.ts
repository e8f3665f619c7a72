import { AcmeError } from "../acme-error.ts";
import { findStack } from "./describe-stack.ts";
import type { StackAccess } from "./stack-access.ts";

/** Enough for one or two calls; the user is waiting for the prompt. */
const patienceMs = 5000;

/** The caller's signal stopped the waiting. What AWS has begun goes on there. */
export class InterruptedError extends AcmeError {
  readonly stackName: string;
  /** Where the stack stood at that moment; `undefined` when there is none, `unknown` when AWS could not be asked. */
  readonly status: string | undefined;

  constructor(stackName: string, status: string | undefined, cause: unknown) {
    super("ACME_INTERRUPTED", `Stopped waiting for stack "${stackName}": ${describeStatus(status)}`, {
      hint: "Run the same command again: it goes on from there.",
      cause,
    });
    this.stackName = stackName;
    this.status = status;
  }
}

/**
 * The error for a helper whose signal was aborted, after a last look at the stack. `tidyUp` takes back what has no use
 * yet, such as a change set; both may take five seconds together.
 */
export async function toInterrupted(
  stackName: string,
  access: StackAccess,
  tidyUp: (access: StackAccess) => Promise<void> = async () => {},
): Promise<InterruptedError> {
  const last = { ...access, signal: AbortSignal.timeout(patienceMs) };
  await tidyUp(last).catch(() => {});
  const status = await findStack(stackName, last).then(
    (stack) => stack?.StackStatus,
    () => "unknown",
  );
  return new InterruptedError(stackName, status, access.signal?.reason);
}

function describeStatus(status: string | undefined): string {
  if (status === undefined) return "it does not exist, nothing is left behind";
  if (status === "unknown") return "AWS could not be asked how it stands";
  if (status === "REVIEW_IN_PROGRESS")
    return "it is REVIEW_IN_PROGRESS, which means that nothing was made yet";
  if (status.endsWith("_IN_PROGRESS")) return `it is ${status}, and AWS goes on without this process`;
  return `it is ${status}`;
}
