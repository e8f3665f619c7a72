import { AcmeError } from "../acme-error.ts";

/** A flow that is called wants something from outside of this process, and nobody stands for it. */
export function notAnswered(what: string, answer: string): AcmeError {
  return new AcmeError(
    "ACME_NOT_ANSWERED",
    `${what} in this process: call the flow with runFlow() of acme-engine/testing and ${answer}`,
  );
}
