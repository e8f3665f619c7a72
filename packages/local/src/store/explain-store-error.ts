import { EngineError } from "../engine-error.ts";

/** SQLite's result codes. Source: https://www.sqlite.org/rescode.html */
const sqlite = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

/** What SQLite or the file system says about a store, in words that say what to do: an `EngineError` ACME_STORE_…; anything else as it is. */
export function explainStoreError(error: unknown, path: string): unknown {
  if (error instanceof EngineError || !(error instanceof Error)) return error;
  const { errcode, code } = error as { errcode?: number; code?: string };
  // Extended codes carry the primary code in their low byte.
  const primary = errcode === undefined ? undefined : errcode & 0xff;
  if (primary === sqlite.busy || primary === sqlite.locked) {
    return new EngineError("ACME_STORE_LOCKED", `Another engine is using ${path}.`, {
      hint: "Talk to that engine, stop it, or set ACME_HOME to another folder.",
      cause: error,
    });
  }
  if (primary === sqlite.corrupt || primary === sqlite.notADatabase) {
    return new EngineError("ACME_STORE_UNREADABLE", `${path} is not a readable store: ${error.message}.`, {
      hint: "Move the file away to start with an empty engine; deployments can be made again.",
      cause: error,
    });
  }
  const unwritable = [sqlite.readOnly, sqlite.ioError, sqlite.full, sqlite.cannotOpen] as (
    | number
    | undefined
  )[];
  if (
    unwritable.includes(primary) ||
    ["EACCES", "EROFS", "EPERM", "ENOSPC", "ENOTDIR", "EEXIST"].includes(code ?? "")
  ) {
    return new EngineError("ACME_STORE_UNWRITABLE", `Cannot write the store ${path}: ${error.message}.`, {
      hint: "Make the folder writable and its disk not full, or set ACME_HOME to another folder.",
      cause: error,
    });
  }
  return error;
}
