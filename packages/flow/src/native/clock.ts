/** Where a flow that is called gets its time from. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that time; rejects with the signal's reason when that is aborted before. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Tells a clock that jumps ahead that a task's own code is at work. */
  hold?(): Hold;
}

/** One task's code at work. */
export interface Hold {
  /** While these promises are pending the code only waits for the clock. */
  pause<T>(waiting: () => Promise<T>): Promise<T>;
  release(): void;
}

/** Longer timers fire at once. Source: Node.js, setTimeout. */
const maxTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(milliseconds, signal) {
    const until = Date.now() + milliseconds;
    do {
      await waitOnce(Math.min(Math.max(until - Date.now(), 0), maxTimerMs), signal);
    } while (Date.now() < until);
  },
};

function waitOnce(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
