import type { RetrierDefinition } from "../definition/state-fields.ts";
import type { Failure } from "./failure.ts";
import type { Visit } from "./visit.ts";

/** A compiled retrier: does it name this failure, and how long to wait before its n-th retry. */
export interface Retrier {
  readonly maxAttempts: number;
  matches(failure: Failure): boolean;
  /** Milliseconds before the n-th retry (n from 1). `random` is uniform in [0, 1). */
  delayMs(retry: number, random: () => number): number;
}

export function compileRetriers(definitions: readonly RetrierDefinition[] = []): Retrier[] {
  return definitions.map((definition) => {
    const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity } = definition;
    return {
      maxAttempts: MaxAttempts,
      matches: compileErrorEquals(definition.ErrorEquals),
      delayMs(retry, random) {
        const seconds = Math.min(IntervalSeconds * BackoffRate ** (retry - 1), MaxDelaySeconds);
        return Math.round(seconds * 1000 * (definition.JitterStrategy === "FULL" ? random() : 1));
      },
    };
  });
}

/** Sets the timer of the next retry; false when no retrier takes the failure, or it has used up its attempts. */
export function scheduleRetry(visit: Visit, failure: Failure): boolean {
  const { run, state } = visit;
  const index = state.retriers.findIndex((retrier) => retrier.matches(failure));
  const retrier = state.retriers[index];
  if (retrier === undefined) return false;
  const counts = (visit.retries ??= state.retriers.map(() => 0));
  const used = counts[index] ?? 0;
  if (used >= retrier.maxAttempts) return false;
  counts[index] = used + 1;
  visit.forgetEvaluation();
  const delayMs = retrier.delayMs(used + 1, () => run.environment.random());
  const timerId = run.schedule.set(run.environment.now() + delayMs, "delay", visit);
  visit.progress = { kind: "backoff", timerId };
  return true;
}

/**
 * `States.ALL` takes every failure that may be taken; `States.TaskFailed` all but timeouts. Both leave States.Runtime.
 * Source: Developer Guide, Handling errors in Step Functions workflows.
 */
export function compileErrorEquals(names: readonly string[]): (failure: Failure) => boolean {
  const takesAll = names.includes("States.ALL");
  const takesTaskFailures = names.includes("States.TaskFailed");
  return ({ error, alias, fatal }) => {
    if (fatal) return false;
    if (takesAll) return true;
    if (error === undefined) return false;
    if (names.includes(error) || (alias !== undefined && names.includes(alias))) return true;
    return takesTaskFailures && error !== "States.Timeout";
  };
}
