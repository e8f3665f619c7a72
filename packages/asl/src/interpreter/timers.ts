import type { Effect, TimerPurpose } from "../execution.ts";
import type { Visit } from "./visit.ts";

/** The timers that the host keeps for an execution, and whose they are. */
export class Timers {
  nextId: number;
  readonly #emit: (effect: Effect) => void;
  readonly #timers = new Map<string, { at: number; purpose: TimerPurpose; visit: Visit | undefined }>();

  constructor(emit: (effect: Effect) => void, nextId = 1) {
    this.#emit = emit;
    this.nextId = nextId;
  }

  /** `at`: milliseconds since the epoch. Without a visit it is the execution's own timeout. */
  set(at: number, purpose: TimerPurpose, visit: Visit | undefined): string {
    const timerId = `timer-${this.nextId}`;
    this.nextId += 1;
    this.#timers.set(timerId, { at, purpose, visit });
    this.#emit({ kind: "setTimer", timerId, at, purpose });
    return timerId;
  }

  /** After a restart: known again; the host sets it by itself. */
  restore(timerId: string, at: number, purpose: TimerPurpose, visit: Visit | undefined): void {
    this.#timers.set(timerId, { at, purpose, visit });
  }

  cancel(timerId: string): void {
    if (this.#timers.delete(timerId)) this.#emit({ kind: "cancelTimer", timerId });
  }

  cancelAll(): void {
    for (const timerId of this.#timers.keys()) this.cancel(timerId);
  }

  /** A timer that has fired is gone; undefined when it was cancelled meanwhile. */
  take(timerId: string): { visit: Visit | undefined } | undefined {
    const timer = this.#timers.get(timerId);
    this.#timers.delete(timerId);
    return timer;
  }

  pending(): { timerId: string; at: number; purpose: TimerPurpose }[] {
    return [...this.#timers].map(([timerId, { at, purpose }]) => ({ timerId, at, purpose }));
  }
}
