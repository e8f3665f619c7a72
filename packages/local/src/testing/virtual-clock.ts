import type { Clock } from "../clock.ts";

/** A clock that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  /** Goes to `at` (milliseconds since the epoch), running what is scheduled on the way, in order. */
  advanceTo(at: number): void;
  /** How many timers are set. */
  readonly pending: number;
}

/** Time for tests: a year-long wait takes no time. `startAt` is in milliseconds since the epoch. */
export function createVirtualClock(startAt = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = startAt;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    schedule(at, run) {
      const timer = { at, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    get pending() {
      return timers.size;
    },
    advanceTo(at) {
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= at).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = Math.max(now, at);
    },
  };
}
