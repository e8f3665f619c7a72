/**
 * Writes the progress of many executions in one transaction, for a transaction costs several times what is in it. What comes in one
 * turn of the event loop is written at its end, or when enough has come: one execution alone waits for nobody, and under load the
 * groups grow by themselves.
 */
import type { Store } from "../../../store/store.ts";

export interface GroupCommit<Progress> {
  /**
   * Settles when the progress is in the store, and rejects when it cannot be written; then `onFailure` has been called first, at
   * once, so that nothing follows progress that is lost. `key`: whose it is; progress of one key becomes one.
   */
  add(key: string, progress: Progress, onFailure: () => void): Promise<void>;
  /** Whether something of this key waits to be written. */
  has(key: string): boolean;
  /** Writes what waits, now. What cannot be written is told to those who added it. */
  flush(): void;
}

/** Larger groups save nothing more, and what waits in them outlives the young generation. Measured: 16 to 100. */
const enough = 32;

interface Entry<Progress> {
  progress: Progress;
  waiting: { resolve: () => void; reject: (error: unknown) => void; onFailure: () => void }[];
}

export function createGroupCommit<Progress>(
  store: Store,
  write: (progress: Progress) => void,
  merge: (earlier: Progress, later: Progress) => Progress,
): GroupCommit<Progress> {
  let entries = new Map<string, Entry<Progress>>();

  function flush(): void {
    if (entries.size === 0) return;
    const group = [...entries.values()];
    entries = new Map();
    try {
      store.transaction(() => {
        for (const { progress } of group) write(progress);
      });
    } catch (error) {
      if (group.length === 1) fail(group, error);
      else for (const entry of group) writeAlone(entry);
      return;
    }
    for (const { waiting } of group) for (const { resolve } of waiting) resolve();
  }

  /** When a group cannot be written, only those that are the reason shall fail. */
  function writeAlone(entry: Entry<Progress>): void {
    try {
      store.transaction(() => write(entry.progress));
    } catch (error) {
      return fail([entry], error);
    }
    for (const { resolve } of entry.waiting) resolve();
  }

  function fail(group: readonly Entry<Progress>[], error: unknown): void {
    const waiting = group.flatMap((entry) => entry.waiting);
    for (const { onFailure } of waiting) onFailure();
    for (const { reject } of waiting) reject(error);
  }

  return {
    add(key, progress, onFailure) {
      if (entries.size === 0) setImmediate(flush);
      const earlier = entries.get(key);
      const entry = earlier ?? { progress, waiting: [] };
      if (earlier) earlier.progress = merge(earlier.progress, progress);
      else entries.set(key, entry);
      if (entries.size === enough) queueMicrotask(flush);
      return new Promise((resolve, reject) => void entry.waiting.push({ resolve, reject, onFailure }));
    },
    has: (key) => entries.has(key),
    flush,
  };
}
