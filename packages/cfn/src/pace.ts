import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

/** Time and chance, handed in so that tests own them. */
export interface Pace {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after that time; rejects when the signal aborts. */
  pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
  createId(): string;
}

/** The machine's own clock. */
export const realPace: Pace = {
  now: () => Date.now(),
  pause: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
  random: () => Math.random(),
  createId: () => randomUUID(),
};
