import type { Pace } from "@acme-engine/cfn";

/** A clock that moves only when somebody pauses. */
export interface VirtualPace extends Pace {
  /** Runs when a pause reaches that instant, in milliseconds from the clock's start. */
  at(milliseconds: number, run: () => void): void;
  /** Milliseconds that have passed. */
  readonly elapsed: number;
}

/** 2026-11-23T18:00:00Z */
export const virtualStart = Date.UTC(2026, 10, 23, 18);

export function createVirtualPace(): VirtualPace {
  let elapsed = 0;
  let ids = 0;
  const planned: { at: number; run: () => void }[] = [];
  return {
    get elapsed() {
      return elapsed;
    },
    now: () => virtualStart + elapsed,
    random: () => 0.5,
    createId: () => `id-${++ids}`,
    at: (milliseconds, run) => void planned.push({ at: milliseconds, run }),
    async pause(milliseconds, signal) {
      signal?.throwIfAborted();
      elapsed += milliseconds;
      const due = planned.filter(({ at }) => at <= elapsed).sort((a, b) => a.at - b.at);
      for (const plan of due) {
        planned.splice(planned.indexOf(plan), 1);
        plan.run();
      }
      signal?.throwIfAborted();
    },
  };
}
