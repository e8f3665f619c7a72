import { AcmeError } from "@acme-engine/cfn";
import type { InputProblem } from "./read-value.ts";

/** What a caller passed cannot be used. All problems are collected, so that one run shows them all. */
export class BadInputError extends AcmeError {
  readonly problems: readonly InputProblem[];

  /** @param call What was called, for the message: `deploy()`. */
  constructor(call: string, problems: readonly InputProblem[], hint?: string) {
    super("ACME_BAD_INPUT", toMessage(call, problems), hint === undefined ? {} : { hint });
    this.problems = problems;
  }
}

function toMessage(call: string, problems: readonly InputProblem[]): string {
  const lines = problems.map(({ path, message }) => `${path} ${message}`);
  if (lines.length === 1) return `${call}: ${lines.join()}.`;
  return [`${call}: ${lines.length} things cannot be used:`, ...lines.map((line) => `  - ${line}`)].join(
    "\n",
  );
}
