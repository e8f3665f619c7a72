import type { Pace } from "@acme-engine/cfn";

const firstPauseMs = 100;
const longestPauseMs = 2000;
const growth = 1.5;

/** Pauses between two looks at something that changes by itself. */
export interface Backoff {
  /** Something has changed, so more may change soon. */
  reset(): void;
  /** Rejects when the signal aborts. */
  pause(signal: AbortSignal | undefined): Promise<void>;
}

/** 100 ms at first, growing to 2 s, each a quarter up or down. */
export function createBackoff(pace: Pace): Backoff {
  let next = firstPauseMs;
  return {
    reset() {
      next = firstPauseMs;
    },
    async pause(signal) {
      const milliseconds = next * (0.75 + pace.random() / 2);
      next = Math.min(next * growth, longestPauseMs);
      await pace.pause(milliseconds, signal);
    },
  };
}
