import type { Pace } from "../pace.ts";

/** Time that passes only while somebody waits for it. `pauses` has how long each wait was, in milliseconds. */
export function createVirtualPace({ random = 0.5 }: { random?: number } = {}): Pace & { pauses: number[] } {
  let now = Date.UTC(2026, 0, 1);
  let ids = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    pause: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      now += milliseconds;
    },
    random: () => random,
    createId: () => `id-${++ids}`,
  };
}
