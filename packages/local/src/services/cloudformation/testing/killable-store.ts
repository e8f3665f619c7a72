import type { StatementSync } from "node:sqlite";

import type { Store } from "../../../store/store.ts";

export interface KillableStore extends Store {
  /** Commits so far. */
  readonly commits: number;
  readonly isKilled: boolean;
}

/**
 * A store that works for `lastCommit` commits and then, like a process that was killed, not at all: what was committed is
 * in the file, nothing comes after it. For tests.
 */
export function createKillableStore(store: Store, lastCommit = Number.POSITIVE_INFINITY): KillableStore {
  let commits = 0;
  let depth = 0;
  const assertAlive = () => {
    if (commits >= lastCommit) throw new Error("killed");
  };
  const countCommit = () => {
    if (depth === 0) commits++;
  };
  const killable: KillableStore = {
    get commits() {
      return commits;
    },
    get isKilled() {
      return commits >= lastCommit;
    },
    prepare(sql) {
      assertAlive();
      const statement = store.prepare(sql);
      const isWrite = !/^\s*SELECT/i.test(sql);
      return new Proxy(statement, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== "function") return member;
          return (...given: unknown[]) => {
            assertAlive();
            const result: unknown = Reflect.apply(member, target, given);
            if (isWrite) countCommit();
            return result;
          };
        },
      }) satisfies StatementSync;
    },
    transaction(work) {
      assertAlive();
      depth++;
      let result;
      try {
        result = store.transaction(work);
      } finally {
        depth--;
      }
      countCommit();
      return result;
    },
    migrate: (owner, steps) => store.migrate(owner, steps),
    close: () => store.close(),
  };
  return killable;
}
