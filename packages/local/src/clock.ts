/** Time, handed in: tests advance a virtual one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once at the instant `at` (milliseconds since the epoch; at once when it has passed). The result cancels it. */
  schedule(at: number, run: () => void): () => void;
}

/** setTimeout fires at once for delays over 2^31-1 ms, so longer ones are slept in parts. */
const longestTimeoutMs = 2 ** 31 - 1;

/** The machine's clock. Pending timers do not keep the process alive: whoever waits does. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    schedule(at, run) {
      let timer: NodeJS.Timeout;
      const sleep = () => {
        const left = at - Date.now();
        timer = setTimeout(
          left > longestTimeoutMs ? sleep : run,
          Math.min(Math.max(left, 0), longestTimeoutMs),
        );
        timer.unref();
      };
      sleep();
      return () => clearTimeout(timer);
    },
  };
}
