import { expect, test } from "vitest";

import { moduleOf } from "../testing/example-flows.ts";
import { compileValid } from "../testing/run-both.ts";

const pathOf = (body: string) => compileValid(moduleOf(body)).mainPath;

test("a flow without a decision enters each of its states", () => {
  expect(pathOf("const a = await twice({ n }); return await twice({ n: a });")).toEqual(["twice", "twice 2"]);
});

test("of two ways the longer one counts, and none that fails", () => {
  const body = `
    if (n > 2) return await twice({ n });
    const a = await twice({ n: 1 });
    if (a > 5) { const b = await name({ n: a }); await twice({ n: b.name.length }); throw new Refused("no"); }
    return await name({ n: a });`;
  expect(pathOf(body)).toEqual(["if n > 2", "twice", "if a > 5", "name"]);
});

test("a flow that always fails has the way to its failure", () => {
  expect(pathOf('await twice({ n }); throw new Refused("no");')).toEqual(["twice", "throw Refused"]);
});

test("a loop goes round once and is left where its condition is asked again", () => {
  const body =
    "let a = await twice({ n }); while (a < 100) { a = await twice({ n: a }); } return await name({ n: a });";
  expect(pathOf(body)).toEqual(["twice", "while a < 100", "twice 2", "while a < 100", "name"]);
});

test("a loop that asks at its end is asked once", () => {
  const body =
    "let a = await twice({ n }); do { a = await twice({ n: a }); } while (a < 100); return await name({ n: a });";
  expect(pathOf(body)).toEqual(["twice", "twice 2", "while a < 100", "name"]);
});

test("what a Map does for an item counts once, each branch of a Parallel too, and what is caught not", () => {
  const body = `
    try { await map(list, (item) => twice({ n: item })); } catch { await fail({ n: 1 }); await fail({ n: 2 }); }
    await Promise.all([twice({ n: 1 }), name({ n: 2 })]);
    return n;`;
  const path = pathOf(body);
  expect(path).toHaveLength(5);
  expect(path.filter((name) => name.startsWith("fail"))).toEqual([]);
});

test("many decisions behind each other take no time", () => {
  const decisions = Array.from(
    { length: 40 },
    (_, index) => `if (n === ${index}) await twice({ n }); else await name({ n });`,
  );
  expect(pathOf(decisions.join("\n"))).toHaveLength(80);
});
