/**
 * Lets finished executions go, with their histories, after their time. Now and then, and a few at a time, so that nobody waits for
 * it; their place in the file is used again.
 */
import type { Clock } from "../../../clock.ts";
import type { ExecutionStore } from "./execution-store.ts";

/** As AWS keeps them. Source: Step Functions Developer Guide, "Quotas": execution history retention time, 90 days. */
export const defaultRetentionSeconds = 90 * 24 * 3600;

/** Sweeps are an hour apart, or a tenth of a short retention. */
const longestPauseMs = 3600 * 1000;
const shortestPauseMs = 1000;
/** Executions at a time, and the pause before the next. */
const batch = 200;
const pauseMs = 20;

export interface Retention {
  start(): void;
  stop(): void;
}

export function createRetention(options: {
  executions: ExecutionStore;
  clock: Clock;
  retentionSeconds: number;
  onBug: (error: unknown) => void;
}): Retention {
  const { executions, clock, retentionSeconds, onBug } = options;
  const idleMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, retentionSeconds * 100));
  let cancel = () => {};

  function sweep(): void {
    let isMore = false;
    try {
      isMore = executions.removeEnded(clock.now() - retentionSeconds * 1000, batch) === batch;
    } catch (error) {
      // Tried again at the next sweep: a full disk must not end the engine.
      onBug(error);
    }
    sweepAfter(isMore ? pauseMs : idleMs);
  }

  function sweepAfter(delayMs: number): void {
    cancel = clock.schedule(clock.now() + delayMs, sweep);
  }

  return {
    start: () => sweepAfter(0),
    stop: () => cancel(),
  };
}
