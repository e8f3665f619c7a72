import type { HistoryEvent } from "../execution.ts";

type Details = { [field: string]: unknown };
type DetailsKey = `${string}EventDetails`;

/** A line of events: each one's `previousEventId` is the line's head. Every branch draws its own. */
export interface EventChain {
  chain: number;
}

/** The event after which a Standard execution has no room; the next can only be the last. */
export class HistoryFull extends Error {}

/**
 * Numbers the events and links each to the one before it. Most events move their branch's chain on; the exceptions
 * (see `note` and `writeAt`) are as recorded on AWS.
 */
export class History {
  lastId: number;
  readonly #now: () => number;
  readonly #onEvent: (event: HistoryEvent) => void;
  readonly #limit: number;

  constructor(now: () => number, onEvent: (event: HistoryEvent) => void, limit: number, lastId = 0) {
    this.#now = now;
    this.#onEvent = onEvent;
    this.#limit = limit;
    this.lastId = lastId;
  }

  /** The next event of a branch: linked to the chain, which moves on to it. */
  write(branch: EventChain, type: string, key?: DetailsKey, details?: Details): number {
    return (branch.chain = this.writeAt(branch.chain, type, key, details));
  }

  /** An event at the side: linked to the chain, which stays. MapRunSucceeded, MapIterationFailed, TaskStateAborted … */
  note(branch: EventChain, type: string, key?: DetailsKey, details?: Details): number {
    return this.writeAt(branch.chain, type, key, details);
  }

  /** An event linked to whichever one the caller names. Throws HistoryFull when only the last place is left. */
  writeAt(previousEventId: number, type: string, key?: DetailsKey, details?: Details): number {
    if (this.lastId + 1 >= this.#limit) throw new HistoryFull();
    return this.writeLast(previousEventId, type, key, details);
  }

  /** The execution's end, for which there is always room. */
  writeLast(previousEventId: number, type: string, key?: DetailsKey, details?: Details): number {
    const id = (this.lastId += 1);
    const event: HistoryEvent = { id, previousEventId, timestamp: this.#now(), type };
    if (key !== undefined) event[key] = details;
    this.#onEvent(event);
    return id;
  }
}

/** Stands beside every payload in the history; ours are never cut. */
export const notTruncated: { readonly truncated: false } = Object.freeze({ truncated: false });
