import type { Environment, Execution, HistoryEvent, StartOptions } from "../execution.ts";
import type { Json } from "../json/json.ts";
import { Payload } from "../json/payload.ts";
import type { StateMachine } from "./load-state-machine.ts";
import { Run } from "./run.ts";
import { parseSnapshot } from "./snapshot.ts";

/** An execution that has begun: ExecutionStarted is written, the first `advance()` runs it. Throws SyntaxError when the input is no JSON. */
export function startExecution(machine: StateMachine, options: StartOptions): Execution {
  const run = new Run(machine, Payload.parse(options.input), options);
  run.begin();
  return run;
}

/** The execution that a snapshot was taken of. The host sets its timers again and re-attaches its tasks. */
export function restoreExecution(
  machine: StateMachine,
  snapshot: Json,
  options: { environment: Environment; onEvent(event: HistoryEvent): void },
): Execution {
  const stored = parseSnapshot(snapshot);
  const run = new Run(machine, Payload.parse(stored.input), { ...options, context: stored.context }, stored);
  run.resume(stored);
  return run;
}

/**
 * An execution that has not succeeded, from the snapshot that was taken of it at its end: it goes on under the same ARN
 * and history with the states that failed or were cut off. Throws Error for any other snapshot.
 */
export function redriveExecution(
  machine: StateMachine,
  snapshot: Json,
  options: { environment: Environment; onEvent(event: HistoryEvent): void },
): Execution {
  const stored = parseSnapshot(snapshot);
  const { Execution, StateMachine } = stored.context;
  const RedriveTime = new Date(options.environment.now()).toISOString();
  const context = {
    Execution: { ...Execution, RedriveCount: Execution.RedriveCount + 1, RedriveTime },
    StateMachine,
  };
  const run = new Run(machine, Payload.parse(stored.input), { ...options, context }, stored);
  run.redrive(stored);
  return run;
}
