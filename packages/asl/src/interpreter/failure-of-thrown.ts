import { type Failure, StateError } from "./failure.ts";
import type { Visit } from "./visit.ts";

/**
 * A thrown StateError as the state's failure, told in AWS's words; history tells of a failed expression at once.
 * Anything else is our bug and goes on.
 */
export function failureOfThrown(visit: Visit, thrown: unknown): Failure {
  if (!(thrown instanceof StateError)) throw thrown;
  const { state, enteredEventId } = visit;
  const cause =
    thrown.detail === undefined
      ? thrown.cause
      : `An error occurred while executing the state '${state.name}' (entered at the event id #${enteredEventId}). ${thrown.detail}`;
  const failure: Failure = {
    error: thrown.error,
    ...(cause === undefined ? undefined : { cause }),
    ...(thrown.alias === undefined ? undefined : { alias: thrown.alias }),
    ...(thrown.fatal ? { fatal: true } : undefined),
  };
  if (thrown.location !== undefined) writeEvaluationFailed(visit, failure, thrown.location);
  return failure;
}

function writeEvaluationFailed(visit: Visit, { error, cause }: Failure, location: string): void {
  const { run, branch, state, enteredEventId, entryChain } = visit;
  const justEntered = branch.chain === enteredEventId && state.evaluatesOnEntry;
  branch.chain = run.history.writeAt(
    justEntered ? entryChain : branch.chain,
    "EvaluationFailed",
    "evaluationFailedEventDetails",
    { error, cause, location, state: state.name },
  );
}
