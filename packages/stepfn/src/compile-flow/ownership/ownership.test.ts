import { describe, expect, it } from "vitest";
import { compileFlow } from "../compile-flow.ts";
import { formatDiagnostic } from "../source/format-diagnostic.ts";
import { moduleOf } from "../testing/example-flows.ts";
import { toPlainTaskState } from "../testing/run-both.ts";

function problemsOf(body: string): { code: string; first: string; other: string | undefined }[] {
  const source = `const table = { a: 1 };\n${moduleOf(body)}`;
  const result = compileFlow({ source, path: "flow.ts", toTaskState: toPlainTaskState });
  if (result.compiled !== undefined) return [];
  const textAt = ({ start, end }: { start: number; end: number }): string => source.slice(start, end);
  return result.diagnostics.map(({ code, span, notes }) => ({
    code,
    first: textAt(span),
    other: notes[0] === undefined ? undefined : textAt(notes[0].span),
  }));
}

describe("a change of what has two names is refused, with both places", () => {
  it.each([
    ["another name before the change", "const ys = list; list.push(1); return ys;", "list", "list.push(1)"],
    ["another name that changes", "const ys = list; ys.push(1); return list;", "list", "ys.push(1)"],
    [
      "a part with a name",
      "const o = { a: { b: 1 } }; const p = o.a; o.a.b = 2; return p;",
      "o.a",
      "o.a.b = 2",
    ],
    ["a part that is put in", "const a = { v: 1 }; const b = { a }; b.a.v = 2; return a;", "a", "b.a.v = 2"],
    [
      "a part taken by a pattern",
      "const { lines } = order; lines.length = 0; return order;",
      "order",
      "lines.length = 0",
    ],
    [
      "an item",
      "for (const line of order.lines) { line.count = 0; } return order;",
      "order.lines",
      "line.count = 0",
    ],
    [
      "an item that was found",
      "const l = order.lines.find((x) => x.count > 1); order.lines[0].count = 9; return l ?? null;",
      "order.lines.find((x) => x.count > 1)",
      "order.lines[0].count = 9",
    ],
    [
      "items of a copied array",
      "const c = order.lines.slice(1); order.lines[0].count = 9; return c;",
      "order.lines.slice(1)",
      "order.lines[0].count = 9",
    ],
    [
      "a spread of what holds more",
      "const c = { ...order }; order.lines.push({ sku: 'a', count: 1 }); return c;",
      "order",
      "order.lines.push({ sku: 'a', count: 1 })",
    ],
    [
      "what a helper gives on",
      "const same = (xs: number[]) => xs; const ys = same(list); list.push(1); return ys;",
      "same(list)",
      "list.push(1)",
    ],
    [
      "what an async helper gives on",
      "const same = async (xs: number[]) => { await twice({ n }); return xs; }; const ys = await same(list); list.push(1); return ys;",
      "await same(list)",
      "list.push(1)",
    ],
    [
      "what a pattern assigns",
      "let a = { v: 1 }; const o = { in: { v: 2 } }; ({ in: a } = o); a.v = 3; return o;",
      "o",
      "a.v = 3",
    ],
    [
      "what an assignment swaps",
      "let a = { v: 1 }; let b = { v: 2 }; const c = a; [a, b] = [b, a]; b.v = 5; return [c, b];",
      "a",
      "b.v = 5",
    ],
    [
      "the item that a callback gets",
      "const out = order.lines.map((l) => { l.count = 0; return l; }); return [out, order];",
      "l.count = 0",
      "l",
    ],
    ["a constant of the module", "const o = { table }; o.table.a = 2; return o;", "table", "o.table.a = 2"],
    [
      "what a helper reads",
      "const get = () => list; const ys = get(); list.push(4); return ys;",
      "list",
      "list.push(4)",
    ],
    [
      "in a further round",
      "let last: number[] = []; for (let i = 0; i < n; i++) { list.push(await twice({ n: i })); last = list; } return last;",
      "list",
      "list.push(await twice({ n: i }))",
    ],
    [
      "what is returned and changed in finally",
      "try { return list; } finally { list.push(1); }",
      "list",
      "list.push(1)",
    ],
    [
      "a value that two patterns give",
      "const f = async ({ a, a: { b } }: { a: { b: number } }) => { a.b = 2; return await twice({ n: b }); }; return await f({ a: { b: 1 } });",
      "a.b = 2",
      "a",
    ],
    [
      "the parameter of a helper",
      "const add = async (xs: number[]) => { xs.push(await twice({ n })); }; await add(list); return list;",
      "xs.push(await twice({ n }))",
      "xs: number[]",
    ],
    [
      "an array that the loop goes over",
      "for (const x of list) { if (x > 2) list.push(0); } return list;",
      "list",
      "list.push(0)",
    ],
    [
      "an array whose entries the loop goes over",
      "for (const [i, x] of list.entries()) { list[i + 1] = x; } return list;",
      "list.entries()",
      "list[i + 1] = x",
    ],
  ])("%s", (_title, body, first, other) => {
    expect(problemsOf(body)).toContainEqual({ code: "ACME1108", first, other });
  });
});

describe("a change of what has one name compiles", () => {
  it.each([
    ["a copy of it has another", "const ys = [...list]; list.push(1); return ys;"],
    [
      "a deep copy has another",
      "const p = structuredClone(order); order.lines.push({ sku: 'a', count: 1 }); return p;",
    ],
    ["a number of it has one", "const p = order.total; order.total = 2; return p;"],
    ["it changes before it gets another", "list.push(1); const ys = list; return ys;"],
    [
      "it changes before it is put away, and begins anew",
      "let row: number[] = []; const rows: number[][] = []; while (rows.length < n) { row.push(await twice({ n: 1 })); rows.push(row); row = []; } return rows;",
    ],
    [
      "each round has its own",
      "const rows: number[][] = []; for (const x of list) { const row = [x]; row.push(await twice({ n: x })); rows.push(row); } return rows;",
    ],
    [
      "a task gets a copy",
      "const r = await twice({ n: list.length }); list.push(r); return await name({ n: list.length });",
    ],
    [
      "other parts of it have names",
      "const { lines } = order; order.total = 2; return { lines, total: order.total };",
    ],
    [
      "a loop goes over another part",
      "for (const line of order.lines) { order.total += line.count; } return order;",
    ],
    [
      "a loop sets the items that it is at",
      "const xs = [...list]; for (const i of [0, 1]) { if (i < xs.length) xs[i] = await twice({ n: i }); } return xs;",
    ],
    [
      "it only moves inside of itself",
      "order.lines = order.lines.filter((l) => l.count > 0); order.lines.push({ sku: 'w', count: 2 }); return order;",
    ],
  ])("%s", (_title, body) => {
    expect(problemsOf(body)).toEqual([]);
  });
});

it("shows both places and a rewrite that compiles", () => {
  const source = moduleOf("const before = order;\norder.total = 2;\nreturn before.total;");
  const result = compileFlow({ source, path: "flow.ts", toTaskState: toPlainTaskState });
  const [problem] = result.compiled === undefined ? result.diagnostics : [];
  if (problem === undefined) throw new Error("nothing was refused");
  expect(formatDiagnostic(problem, source, "flow.ts").split("\n")).toEqual([
    'error ACME1108: this gives another name to what "order" holds, and in a state machine a change is seen under one name only',
    "   --> flow.ts:13:16",
    "   |",
    "13 | const before = order;",
    "   |                ^^^^^",
    'note: "order" is changed here',
    "  --> flow.ts:14:1",
    "help: hand on a copy: structuredClone(order)",
  ]);
  expect(
    problemsOf("const before = structuredClone(order);\norder.total = 2;\nreturn before.total;"),
  ).toEqual([]);
});
