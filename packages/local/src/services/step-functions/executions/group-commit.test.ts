import { beforeEach, expect, test } from "vitest";

import { openStore } from "../../../store/open-store.ts";
import type { Store } from "../../../store/store.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";

interface Progress {
  name: string;
  steps: number;
}

let store: Store;
let group: GroupCommit<Progress>;
let transactions: number;

beforeEach(() => {
  store = openStore({ path: ":memory:" });
  store.migrate("test", ["CREATE TABLE written (name TEXT UNIQUE, steps INTEGER)"]);
  transactions = 0;
  const counting: Store = {
    ...store,
    transaction(work) {
      transactions++;
      return store.transaction(work);
    },
  };
  const write = ({ name, steps }: Progress) => {
    if (name.startsWith("bad")) throw new Error(`no room for ${name}`);
    store.prepare("INSERT INTO written VALUES (?, ?)").run(name, steps);
  };
  const merge = (earlier: Progress, later: Progress) => ({ ...later, steps: earlier.steps + later.steps });
  group = createGroupCommit(counting, write, merge);
  return () => store.close();
});

const written = () =>
  store
    .prepare("SELECT * FROM written ORDER BY rowid")
    .all()
    .map((row) => ({ ...row }));
const ignore = () => {};

const add = (name: string, onFailure = ignore) => group.add(name, { name, steps: 1 }, onFailure);

test("what comes in one turn is written in one transaction, at its end", async () => {
  const all = ["a", "b", "c"].map((name) => add(name));
  expect(written()).toEqual([]);
  await Promise.all(all);
  expect(written()).toHaveLength(3);
  expect(transactions).toBe(1);
});

test("progress of one execution becomes one", async () => {
  await Promise.all([add("a"), add("a"), add("b")]);
  expect(written()).toEqual([
    { name: "a", steps: 2 },
    { name: "b", steps: 1 },
  ]);
});

test("when enough has come it is written before the turn ends", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `run ${index}`);
  let turnEnded = false;
  setImmediate(() => (turnEnded = true));
  await Promise.all(names.slice(0, 32).map((name) => add(name)));
  expect(turnEnded).toBe(false);
  await Promise.all(names.slice(32).map((name) => add(name)));
  expect(written()).toHaveLength(100);
});

test("who reads in between has it written first", async () => {
  const added = add("a");
  expect([group.has("a"), group.has("b")]).toEqual([true, false]);
  group.flush();
  expect(written()).toHaveLength(1);
  expect(group.has("a")).toBe(false);
  await added;
});

test("one that cannot be written fails alone, and its failure is told at once", async () => {
  const failed: string[] = [];
  const [good, bad, other] = ["good", "bad", "other"].map((name) => add(name, () => failed.push(name)));
  const outcome = Promise.allSettled([good, bad, other]);
  group.flush();
  expect(failed).toEqual(["bad"]);
  expect(await outcome).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { message: "no room for bad" } },
    { status: "fulfilled" },
  ]);
  expect(written()).toMatchObject([{ name: "good" }, { name: "other" }]);
});

test("what comes while a group is told its fate belongs to the next", async () => {
  await add("a").then(() => add("b"));
  expect(written()).toHaveLength(2);
  expect(transactions).toBe(2);
});
