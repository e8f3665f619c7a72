import { beforeEach, expect, test } from "vitest";

import { openStore } from "../../../store/open-store.ts";
import type { Store } from "../../../store/store.ts";
import type { Burst } from "./burst.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";

let store: Store;
let group: GroupCommit;
let transactions: number;

beforeEach(() => {
  store = openStore({ path: ":memory:" });
  store.migrate("test", ["CREATE TABLE written (arn TEXT UNIQUE, events INTEGER, is_start INTEGER)"]);
  transactions = 0;
  const counting: Store = {
    ...store,
    transaction(work) {
      transactions++;
      return store.transaction(work);
    },
  };
  group = createGroupCommit(counting, ({ execution, events, isStart }) => {
    if (execution.arn.startsWith("bad")) throw new Error(`no room for ${execution.arn}`);
    store.prepare("INSERT INTO written VALUES (?, ?, ?)").run(execution.arn, events.length, isStart ? 1 : 0);
  });
  return () => store.close();
});

const written = () =>
  store
    .prepare("SELECT * FROM written ORDER BY rowid")
    .all()
    .map((row) => ({ ...row }));
const ignore = () => {};

function burst(arn: string, rest: Partial<Burst> = {}): Burst {
  const execution = { arn } as Burst["execution"];
  return { execution, isStart: false, snapshot: null, events: [], tasks: [], forget: [], ...rest };
}

test("what comes in one turn is written in one transaction, at its end", async () => {
  const all = ["a", "b", "c"].map((arn) => group.add(burst(arn), ignore));
  expect(written()).toEqual([]);
  await Promise.all(all);
  expect(written()).toHaveLength(3);
  expect(transactions).toBe(1);
});

test("bursts of one execution become one", async () => {
  const event = { id: 1, previousEventId: 0, timestamp: 0, type: "ExecutionStarted" };
  const first = group.add(burst("a", { isStart: true, events: [event] }), ignore);
  const second = group.add(burst("a", { events: [{ ...event, id: 2 }] }), ignore);
  await Promise.all([first, second]);
  expect(written()).toEqual([{ arn: "a", events: 2, is_start: 1 }]);
});

test("who reads in between has it written first", async () => {
  const added = group.add(burst("a"), ignore);
  expect([group.has("a"), group.has("b")]).toEqual([true, false]);
  group.flush();
  expect(written()).toHaveLength(1);
  expect(group.has("a")).toBe(false);
  await added;
});

test("one that cannot be written fails alone, and its failure is told at once", async () => {
  const failed: string[] = [];
  const add = (arn: string) => group.add(burst(arn), () => failed.push(arn));
  const [good, bad, other] = [add("good"), add("bad"), add("other")];
  const outcome = Promise.allSettled([good, bad, other]);
  group.flush();
  expect(failed).toEqual(["bad"]);
  expect(await outcome).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { message: "no room for bad" } },
    { status: "fulfilled" },
  ]);
  expect(written()).toMatchObject([{ arn: "good" }, { arn: "other" }]);
});

test("what comes while a group is told its fate belongs to the next", async () => {
  await group.add(burst("a"), ignore).then(() => group.add(burst("b"), ignore));
  expect(written()).toHaveLength(2);
  expect(transactions).toBe(2);
});
