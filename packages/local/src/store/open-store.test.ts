import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, expect, test } from "vitest";

import { openStore } from "./open-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("rows survive closing and opening again", () => {
  const path = join(folder, "new", "engine.db");
  const first = openStore({ path });
  first.migrate("notes", ["CREATE TABLE notes (text TEXT NOT NULL) STRICT"]);
  first.prepare("INSERT INTO notes (text) VALUES (?)").run("kept");
  first.close();

  const second = openStore({ path });
  second.migrate("notes", [
    "CREATE TABLE notes (text TEXT NOT NULL) STRICT",
    "ALTER TABLE notes ADD COLUMN at INTEGER",
  ]);
  expect(second.prepare("SELECT * FROM notes").all()).toEqual([{ text: "kept", at: null }]);
  second.close();
});

test("a failed transaction leaves nothing, a nested one joins the outer", () => {
  const store = openStore({ path: ":memory:" });
  store.migrate("notes", ["CREATE TABLE notes (text TEXT NOT NULL) STRICT"]);
  const insert = (text: string) => store.prepare("INSERT INTO notes (text) VALUES (?)").run(text);
  expect(() =>
    store.transaction(() => {
      store.transaction(() => insert("inner"));
      throw new Error("outer fails");
    }),
  ).toThrow("outer fails");
  expect(store.prepare("SELECT count(*) AS n FROM notes").get()).toEqual({ n: 0 });
  store.close();
});

test("a full disk is named, what was stored before stays, and there is room again afterwards", () => {
  const store = openStore({ path: join(folder, "engine.db") });
  store.migrate("notes", ["CREATE TABLE notes (text TEXT NOT NULL) STRICT"]);
  const insert = (text: string) =>
    store.transaction(() => store.prepare("INSERT INTO notes (text) VALUES (?)").run(text));
  insert("kept");
  store.prepare("PRAGMA max_page_count = 20").get();
  expect(() => insert("x".repeat(1_000_000))).toThrow(
    expect.objectContaining({ code: "ACME_STORE_UNWRITABLE", message: expect.stringContaining("is full") }),
  );
  store.prepare("PRAGMA max_page_count = 10000").get();
  insert("after");
  expect(store.prepare("SELECT text FROM notes").all()).toEqual([{ text: "kept" }, { text: "after" }]);
  store.close();
});

test("a second engine on the same file is told so", () => {
  const path = join(folder, "engine.db");
  const first = openStore({ path });
  expect(() => openStore({ path })).toThrow(expect.objectContaining({ code: "ACME_STORE_LOCKED" }));
  first.close();
  openStore({ path }).close();
});

test("a file that is no database, or a newer one, is refused and left alone", () => {
  const garbage = join(folder, "garbage.db");
  writeFileSync(
    garbage,
    "this is not a database, it is a text file that is long enough to have a header".repeat(20),
  );
  expect(() => openStore({ path: garbage })).toThrow(
    expect.objectContaining({ code: "ACME_STORE_UNREADABLE" }),
  );

  const newer = join(folder, "newer.db");
  const database = new DatabaseSync(newer);
  database.exec("PRAGMA user_version = 999");
  database.close();
  expect(() => openStore({ path: newer })).toThrow(expect.objectContaining({ code: "ACME_STORE_NEWER" }));
});

test("a database of another program is refused and left alone", () => {
  const path = join(folder, "theirs.db");
  const theirs = new DatabaseSync(path);
  theirs.exec("CREATE TABLE customers (name TEXT)");
  theirs.close();
  expect(() => openStore({ path })).toThrow(
    expect.objectContaining({
      code: "ACME_STORE_UNREADABLE",
      message: expect.stringContaining("another program"),
    }),
  );
  const again = new DatabaseSync(path);
  expect(again.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "customers" }]);
  again.close();
});

test("tables that a newer engine has changed are refused", () => {
  const path = join(folder, "engine.db");
  const steps = ["CREATE TABLE notes (text TEXT) STRICT", "ALTER TABLE notes ADD COLUMN at INTEGER"];
  const newer = openStore({ path });
  newer.migrate("notes", steps);
  newer.close();
  const older = openStore({ path });
  expect(() => older.migrate("notes", steps.slice(0, 1))).toThrow(
    expect.objectContaining({ code: "ACME_STORE_NEWER" }),
  );
  older.close();
});

test("a folder that cannot be made is named", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => openStore({ path: join(folder, "file", "engine.db") })).toThrow(
    expect.objectContaining({ code: "ACME_STORE_UNWRITABLE" }),
  );
});
