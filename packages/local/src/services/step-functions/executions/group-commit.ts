/**
 * Writes the progress of many executions in one transaction, for a transaction costs several times what is in it. What comes in one
 * turn of the event loop is written at its end: one execution alone waits for nobody, and under load the groups grow by
 * themselves.
 */
import type { Store } from "../../../store/store.ts";
import { type Burst, mergeBursts } from "./burst.ts";

export interface GroupCommit {
  /**
   * Settles when the burst is in the store, and rejects when it cannot be written; then `onFailure` has been called first, at
   * once, so that nothing follows a burst that is lost.
   */
  add(burst: Burst, onFailure: () => void): Promise<void>;
  /** Whether something of this execution waits to be written. */
  has(executionArn: string): boolean;
  /** Writes what waits, now. What cannot be written is told to those who added it. */
  flush(): void;
}

interface Entry {
  burst: Burst;
  waiting: { resolve: () => void; reject: (error: unknown) => void; onFailure: () => void }[];
}

export function createGroupCommit(store: Store, write: (burst: Burst) => void): GroupCommit {
  let entries = new Map<string, Entry>();

  function flush(): void {
    if (entries.size === 0) return;
    const group = [...entries.values()];
    entries = new Map();
    try {
      store.transaction(() => {
        for (const { burst } of group) write(burst);
      });
    } catch (error) {
      if (group.length === 1) fail(group, error);
      else for (const entry of group) writeAlone(entry);
      return;
    }
    for (const { waiting } of group) for (const { resolve } of waiting) resolve();
  }

  /** When a group cannot be written, only those that are the reason shall fail. */
  function writeAlone(entry: Entry): void {
    try {
      store.transaction(() => write(entry.burst));
    } catch (error) {
      return fail([entry], error);
    }
    for (const { resolve } of entry.waiting) resolve();
  }

  function fail(group: readonly Entry[], error: unknown): void {
    const waiting = group.flatMap((entry) => entry.waiting);
    for (const { onFailure } of waiting) onFailure();
    for (const { reject } of waiting) reject(error);
  }

  return {
    add(burst, onFailure) {
      if (entries.size === 0) setImmediate(flush);
      const { arn } = burst.execution;
      const earlier = entries.get(arn);
      const entry = earlier ?? { burst, waiting: [] };
      if (earlier) earlier.burst = mergeBursts(earlier.burst, burst);
      else entries.set(arn, entry);
      return new Promise((resolve, reject) => void entry.waiting.push({ resolve, reject, onFailure }));
    },
    has: (executionArn) => entries.has(executionArn),
    flush,
  };
}
