/**
 * Time that passes when nothing else is to do: waits of a year take none. While a task's own code is at work it stands still, unless that
 * code waits for this clock too (`sleep`).
 */
import type { Clock, Hold } from "../native/clock.ts";

interface Timer {
  readonly at: number;
  fire(): void;
}

export class VirtualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();
  readonly #atWork = new Set<object>();
  #looking = false;

  /** Default: the beginning of 2025, UTC. */
  constructor(startsAt: number = Date.UTC(2025, 0, 1)) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#timers.delete(timer);
        reject(signal?.reason);
      };
      const timer: Timer = {
        at: this.#now + milliseconds,
        fire() {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      this.#timers.add(timer);
      this.#look();
    });
  }

  hold(): Hold {
    const work = {};
    let pauses = 0;
    let released = false;
    this.#atWork.add(work);
    return {
      pause: async (waiting) => {
        pauses++;
        this.#atWork.delete(work);
        this.#look();
        try {
          return await waiting();
        } finally {
          pauses--;
          if (pauses === 0 && !released) this.#atWork.add(work);
        }
      },
      release: () => {
        released = true;
        this.#atWork.delete(work);
        this.#look();
      },
    };
  }

  /** Fires the next timer once everything that can go on without it has gone on. */
  #look(): void {
    if (this.#looking || this.#timers.size === 0) return;
    this.#looking = true;
    // All promises that are settled are followed up before the next turn of the event loop.
    setImmediate(() => {
      this.#looking = false;
      if (this.#atWork.size > 0) return;
      const [first, ...others] = this.#timers;
      if (first === undefined) return;
      // Of two timers for one moment the one that was set first comes first.
      const next = others.reduce((least, timer) => (timer.at < least.at ? timer : least), first);
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      this.#look();
    });
  }
}
