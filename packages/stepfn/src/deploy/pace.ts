import { setTimeout as wait } from "node:timers/promises";

/** How waiting is done; tests hand in one that does not wait. */
export interface Pace {
  /** Rejects when `signal` aborts. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}

export const realPace: Pace = {
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
  random: Math.random,
};
