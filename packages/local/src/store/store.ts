import type { SQLInputValue, StatementSync } from "node:sqlite";

/**
 * The engine's memory: one SQLite file, owned by one engine at a time. Each service keeps its own tables, declared in
 * its `schema.ts` and created by `migrate`. All calls are synchronous; keep transactions short.
 */
export interface Store {
  /** A prepared statement, made once per SQL text. */
  prepare(sql: string): StatementSync;
  /** Runs `work` in a transaction that is committed when it returns and undone when it throws; inside another one it joins that. */
  transaction<Result>(work: () => Result): Result;
  /**
   * Creates or upgrades the tables of one owner: `steps` are SQL scripts in order, each applied once, ever. Append to the
   * list, never change a step that was released.
   */
  migrate(owner: string, steps: readonly string[]): void;
  close(): void;
}

/** Row values: SQLite's types. */
export type Row = Record<string, SQLInputValue>;
