import { AcmeError } from "../acme-error.ts";
import type { StackEvent } from "./stack-event.ts";

/** What CloudFormation writes on everything that it gives up because something else has failed. */
const aftermath = /^Resource (creation|update|deletion) cancelled$/i;

/** A stack operation ended badly. The resource named is the *first* that failed; what follows is its aftermath. */
export class StackFailedError extends AcmeError {
  readonly stackName: string;
  /** Where the stack stands now, such as `ROLLBACK_COMPLETE`. */
  readonly status: string;
  readonly logicalId: string | undefined;
  readonly resourceType: string | undefined;
  /** AWS's own words, whole. */
  readonly reason: string | undefined;

  constructor(stackName: string, status: string, events: readonly StackEvent[]) {
    const first = findFirstFailure(events);
    const reason = first?.reason === undefined ? undefined : toPlainReason(first.reason);
    const what =
      first === undefined
        ? "without naming a resource"
        : `at ${first.logicalId ?? "?"} (${first.resourceType ?? "?"})${reason === undefined ? "" : `: ${reason}`}`;
    super("ACME_STACK_FAILED", `Stack "${stackName}" failed ${what}`, {
      hint: `The stack is now ${status}. ${nextStep(status)}`,
    });
    this.stackName = stackName;
    this.status = status;
    this.logicalId = first?.logicalId;
    this.resourceType = first?.resourceType;
    this.reason = first?.reason;
  }
}

/**
 * The words that a person needs of AWS's reason, which comes wrapped in request ids:
 * `Resource handler returned message: "It exists. (Service: Iam, Status Code: 409, Request ID: …)" (RequestToken: …)`.
 */
function toPlainReason(reason: string): string {
  const inner =
    /^Resource handler returned message: "(.*)" \(RequestToken: [^)]*\)$/s.exec(reason)?.[1] ?? reason;
  return inner
    .replace(/\s*\(Service: [^()]*Request ID: [^()]*\)(?: \(SDK Attempt Count: \d+\))?/s, "")
    .replace(/\.\s*$/, "");
}

/** `events` in the order in which they happened. */
export function findFirstFailure(events: readonly StackEvent[]): StackEvent | undefined {
  const failed = events.filter(
    ({ status, reason }) => status.endsWith("_FAILED") && !aftermath.test(reason ?? ""),
  );
  return (
    failed.find(({ kind }) => kind === "resource") ??
    failed.find(({ kind }) => kind === "stack") ??
    // A stack may roll back with the reason on its own event only.
    events.find(({ kind, status }) => kind === "stack" && status.includes("ROLLBACK_IN_PROGRESS"))
  );
}

function nextStep(status: string): string {
  switch (status) {
    case "ROLLBACK_COMPLETE":
    case "ROLLBACK_FAILED":
    case "CREATE_FAILED":
      return "Mend the cause and run the command again: it removes what is left and starts afresh.";
    case "UPDATE_ROLLBACK_COMPLETE":
      return "Everything is as it was before. Mend the cause and run the command again.";
    case "UPDATE_ROLLBACK_FAILED":
      return "Mend the cause and run the command again: it continues the roll-back first.";
    case "DELETE_FAILED":
      return "Remove what blocks it and run the command again.";
    default:
      return "Mend the cause and run the command again.";
  }
}
