import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

import { EngineError } from "../engine-error.ts";
import { explainStoreError } from "./explain-store-error.ts";
import type { Store } from "./store.ts";

/** Of 4 KiB each: the log grows to 64 MiB at most. */
const checkpointPages = 16_384;
const cacheKib = 65_536;

/** Raised when a table layout changes in a way that older engines cannot read. */
const storeFormat = 1;

export interface OpenStoreOptions {
  /** The SQLite file, made with its folder when missing; `:memory:` keeps everything in this process. */
  path: string;
  /** `full` waits for the disk at each commit, so a power cut loses nothing; `normal` survives a killed process. Default `normal`. */
  synchronous?: "normal" | "full";
}

/**
 * Opens the store and takes sole ownership: the file lock goes with the process, so nothing is left to clean up after a
 * kill. Throws `EngineError` ACME_STORE_LOCKED, ACME_STORE_UNREADABLE, ACME_STORE_UNWRITABLE or ACME_STORE_NEWER.
 */
export function openStore({ path, synchronous = "normal" }: OpenStoreOptions): Store {
  const database = openDatabase(path, synchronous);
  const statements = new Map<string, StatementSync>();
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  let depth = 0;

  const store: Store = {
    prepare(sql) {
      let statement = statements.get(sql);
      if (!statement) {
        statement = database.prepare(sql);
        statements.set(sql, statement);
      }
      return statement;
    },
    transaction(work) {
      if (depth > 0) return work();
      try {
        begin.run();
        depth++;
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself; a second ROLLBACK would hide that error.
        if (database.isOpen && database.isTransaction) database.exec("ROLLBACK");
        throw explainStoreError(error, path);
      } finally {
        depth = 0;
      }
    },
    migrate(owner, steps) {
      store.transaction(() => {
        const row = store.prepare("SELECT step FROM migrations WHERE owner = ?").get(owner);
        const done = Number(row?.["step"] ?? 0);
        if (done > steps.length) throw newerStore(path);
        for (const step of steps.slice(done)) database.exec(step);
        store
          .prepare(
            "INSERT INTO migrations (owner, step) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET step = excluded.step",
          )
          .run(owner, steps.length);
      });
    },
    close() {
      statements.clear();
      if (database.isOpen) database.close();
    },
  };
  return store;
}

function openDatabase(path: string, synchronous: "normal" | "full"): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path);
    // Exclusive locking needs no shared memory file and makes a second engine fail here rather than later.
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("PRAGMA journal_mode = WAL");
    database.exec(`PRAGMA synchronous = ${synchronous === "full" ? "FULL" : "NORMAL"}`);
    database.exec("PRAGMA foreign_keys = ON");
    // Pages are written to the log again and again before they go to their place; waiting longer saves most of that.
    database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    database.exec(`PRAGMA cache_size = -${cacheKib}`);
    database.exec("BEGIN IMMEDIATE");
    const { user_version: format } = database.prepare("PRAGMA user_version").get() as {
      user_version: number;
    };
    if (format > storeFormat) throw newerStore(path);
    if (isForeign(database)) throw foreignStore(path);
    database.exec(`PRAGMA user_version = ${storeFormat}`);
    database.exec(
      "CREATE TABLE IF NOT EXISTS migrations (owner TEXT PRIMARY KEY, step INTEGER NOT NULL) STRICT",
    );
    database.exec("COMMIT");
    return database;
  } catch (error) {
    database?.close();
    throw explainStoreError(error, path);
  }
}

/** Every store has the table of migrations from its first moment on. */
function isForeign(database: DatabaseSync): boolean {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables.length > 0 && !tables.some(({ name }) => name === "migrations");
}

function foreignStore(path: string): EngineError {
  return new EngineError("ACME_STORE_UNREADABLE", `${path} is a database of another program.`, {
    hint: "Name another file, or set ACME_HOME to another folder; this one was left as it is.",
  });
}

function newerStore(path: string): EngineError {
  return new EngineError("ACME_STORE_NEWER", `${path} was written by a newer version of this engine.`, {
    hint: "Update @acme-engine/local, or set ACME_HOME to another folder.",
  });
}
