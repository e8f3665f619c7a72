import type { Json } from "../../json.ts";

/** A flow of the tests: the body of its function, and inputs to try it with. */
export interface ExampleFlow {
  title: string;
  body: string;
  inputs: readonly Json[];
  states: number;
}

const header = `import { flow, task, map, sleep, FlowError } from "acme-engine";
class OutOfStock extends FlowError {}
class SoldOut extends OutOfStock {}
class Refused extends FlowError {}
interface Order { id: string; total: number; note?: string; lines: { sku: string; count: number }[] }
const limit = 3;
const double = (n: number) => n * 2;
const twice = task({ name: "twice" }, async ({ n }: { n: number }): Promise<number> => n * 2);
const name = task({ name: "name" }, async ({ n }: { n: number }): Promise<{ name: string; tags: string[] }> => ({ name: "x", tags: [] }));
const fail = task({ name: "fail" }, async ({ n }: { n: number }): Promise<number> => n);
interface Input { n: number; flag: boolean; text: string; list: number[]; order: Order; maybe?: number }
`;

/** The module of a body; its parameters are those of every example. */
export function moduleOf(body: string): string {
  return `${header}export const example = flow({ name: "example" }, async ({ n, flag, text, list, order, maybe }: Input, context) => {\n${body}\n});\n`;
}

export const exampleInputs: readonly Json[] = [
  { n: 0, flag: false, text: "", list: [], order: { id: "o1", total: 0, lines: [] } },
  {
    n: 3,
    flag: true,
    text: "Hello, World",
    list: [3, 1, 2],
    order: { id: "o2", total: 12.5, note: "hi", lines: [{ sku: "a", count: 2 }] },
    maybe: 7,
  },
  {
    n: -2,
    flag: true,
    text: " a,b ",
    list: [5],
    order: {
      id: "o3",
      total: 7,
      lines: [
        { sku: "a", count: 2 },
        { sku: "b", count: 0 },
      ],
    },
  },
  {
    n: 7,
    flag: false,
    text: "x",
    list: [0, -1, 7, 7],
    order: { id: "", total: -1, note: "", lines: [{ sku: "z", count: 9 }] },
    maybe: 0,
  },
];

/** Title, states, body. */
const rows: readonly (readonly [string, number, string])[] = [
  ["returns a constant", 1, "return 'hello';"],
  [
    "has functions of its own",
    3,
    "const a = await lift(n); { function more(x: number) { return x + 1; } return more(a) + plain(a); } async function lift(x: number) { if (x > 2) return await twice({ n: x }); return x; } function plain(x: number) { return x * 3; }",
  ],
  [
    "changes a value by what it was where that may fail",
    8,
    "const all = await Promise.allSettled([twice({ n }), name({ n })]); const one: number = all[0].status === 'fulfilled' ? all[0].value : 1; let changed: { a: number; c?: number } = { a: n, c: 7 }; if (n < 0) throw new Refused('no'); changed = { a: changed.c ?? one, c: Number(`${one}`) }; return { one, changed };",
  ],
  ["returns nothing", 1, "const x = n + 1;"],
  ["returns what a task gives", 1, "return await twice({ n });"],
  [
    "computes with what tasks give",
    2,
    "const a = await twice({ n }); const b = await twice({ n: a + 1 }); return { sum: a + b, diff: a - b };",
  ],
  ["awaits inside of expressions", 2, "return (await twice({ n })) + (await twice({ n: 1 }));"],
  ["decides between tasks", 3, "if (n > 2) return await twice({ n }); else return await name({ n });"],
  [
    "decides between values without a state",
    1,
    "let r = 'low'; if (n > 2) { r = 'high'; } else if (n < 0) r = 'negative'; return r;",
  ],
  [
    "merges tests that follow each other into one Choice",
    4,
    "if (n === 0) return await twice({ n: 1 }); if (n === 3) return await twice({ n: 2 }); if (flag) return 'flag'; return await name({ n });",
  ],
  ["calls on one side of a conditional only", 3, "const a = flag ? await twice({ n }) : 5; return a + 1;"],
  [
    "calls behind && and ?? only when needed",
    5,
    "const a = maybe ?? (await twice({ n })); const b = flag && (await twice({ n: a })) > 3; return { a, b };",
  ],
  [
    "loops while",
    4,
    "let i = 0; let sum = 0; while (i < limit) { sum += await twice({ n: i }); i++; } return sum;",
  ],
  [
    "loops for with continue and break",
    4,
    "const seen: number[] = []; for (let i = 0; i < 6; i++) { if (i === 1) continue; if (i === 4) break; seen.push(await twice({ n: i })); } return seen;",
  ],
  ["loops at least once", 4, "let i = n; do { i = i + (await twice({ n: 1 })); } while (i < 5); return i;"],
  [
    "loops without a test",
    4,
    "let i = 0; while (true) { i = i + (await twice({ n: 1 })); if (i > 3) break; } return i;",
  ],
  [
    "loops over items",
    4,
    "let sum = 0; for (const item of list) { if (item === 1) continue; sum += await twice({ n: item }); } return sum;",
  ],
  [
    "returns out of a loop",
    4,
    "for (const line of order.lines) { const r = await twice({ n: line.count }); if (r > 3) return line.sku; } return null;",
  ],
  [
    "leaves two loops by a label",
    5,
    "let calls = 0; outer: for (const a of list) { for (const b of list) { if (a === b) continue outer; calls += await twice({ n: b }); if (calls > 10) break outer; } } return calls;",
  ],
  [
    "reduces loops that only compute",
    1,
    "let sum = 0; let count = 0; for (const { count: c } of order.lines) { sum += c; if (c > 0) count++; } return { sum, count };",
  ],
  [
    "reduces loops over items of unknown types",
    1,
    "const rows = list.map((x) => JSON.parse(JSON.stringify({ x }))); let sum = 0; for (const row of rows) { sum += row.x; } return sum;",
  ],
  [
    "collects in a loop that only computes",
    1,
    "const out: string[] = []; for (const line of order.lines) { if (line.count > 0) out.push(line.sku + '!'); } return out;",
  ],
  [
    "reduces loops that leave items out or end early",
    1,
    "let sum = 0; let last = ''; for (const { sku, count } of order.lines) { if (count === 0) continue; const twofold = count * 2; sum += twofold; if (sum > 3) break; last = sku; } return { sum, last };",
  ],
  [
    "reduces loops that return",
    1,
    "let seen = 0; for (const x of list) { if (x > n) return `found ${x} behind ${seen}`; seen++; } return seen;",
  ],
  [
    "reduces loops that count",
    1,
    "let all = ''; for (let i = 0; i < 4; i++) { if (i === n) continue; all += `${i}`; } for (let i = 3; i >= -1; i -= 2) all += `:${i}`; for (let i = 0; i < list.length; i++) all += `/${list[i] ?? 0}`; for (let i = 1; i <= n; i++) all += '.'; return all;",
  ],
  [
    "leaves loops with tasks from inside of loops that only compute",
    5,
    "let i = 0; let seen = ''; outer: while (i < 3) { i++; for (const x of list) { seen += `${x}`; if (x > 4) break outer; if (x === 1) continue outer; } await twice({ n: i }); } return seen;",
  ],
  [
    "reduces loops inside of loops",
    1,
    "let pairs = 0; for (const a of list) { for (const b of list) { if (a === b) continue; if (b > 6) break; pairs += 1; } } return pairs;",
  ],
  [
    "runs the rounds of a loop as a Map when they have nothing to do with each other",
    3,
    "for (const { sku, count } of order.lines) { const r = await twice({ n: count }); await name({ n: r + sku.length }); } return 'done';",
  ],
  [
    "runs a loop that counts as a Map",
    2,
    "for (let i = 0; i < list.length; i++) { const before = list[i] ?? 0; await twice({ n: before + i }); }",
  ],
  [
    "ends a loop with the first failure of a round",
    4,
    "let r = 'ok'; try { for (const x of list) { await fail({ n: x }); await twice({ n: x }); } } catch (e) { r = e.name; } return r;",
  ],
  [
    "keeps a loop whose rounds assign through a helper",
    4,
    "let sum = 0; const add = async (x: number) => { sum += await twice({ n: x }); }; for (const x of list) { await add(x); } return sum;",
  ],
  [
    "catches what a task throws",
    2,
    "try { return await fail({ n }); } catch (e) { return { error: e.name, message: e.message }; }",
  ],
  ["catches and goes on", 2, "let r = 'ok'; try { await fail({ n }); } catch { r = 'failed'; } return r;"],
  [
    "tells errors apart by class",
    2,
    "try { return await fail({ n }); } catch (e) { if (e instanceof OutOfStock) return 'out'; if (e instanceof Refused) return 'refused'; throw e; }",
  ],
  [
    "tells errors apart by name",
    2,
    "try { return await fail({ n }); } catch (e) { switch (e.name) { case 'OutOfStock': return 'out'; case 'SoldOut': case 'Refused': return e.message; default: throw e; } }",
  ],
  [
    "does not catch what is only thrown again",
    2,
    "let r = 0; try { r = await fail({ n }); } catch (e) { if (!(e instanceof OutOfStock)) throw e; } return r;",
  ],
  [
    "takes what is thrown by class to the arm of the class, and passes the others to the try around",
    3,
    "try { try { if (flag) throw new SoldOut('here'); await fail({ n }); return 'none'; } catch (e) { if (e instanceof OutOfStock) return 'out ' + e.message; throw e; } } catch (e) { return 'outer ' + e.name; }",
  ],
  [
    "asks for a class and more",
    4,
    "let r = 'none'; try { await fail({ n }); } catch (e) { if (e instanceof OutOfStock && flag) r = await twice({ n: 1 }) > 1 ? 'a' : 'b'; else if (e.name === 'Refused') r = 'refused'; else r = 'other'; } return r;",
  ],
  ["throws", 3, "if (n < 0) throw new OutOfStock(`n is ${n}`); return n;"],
  [
    "throws to its own catch",
    3,
    "try { if (n < 0) throw new Refused('no'); return await twice({ n }); } catch (e) { return e.message; }",
  ],
  [
    "catches in a catch",
    3,
    "try { await fail({ n }); return 1; } catch (e) { try { await fail({ n: 2 }); return 2; } catch (f) { return [e.name, f.name]; } }",
  ],
  [
    "runs finally however it ends",
    7,
    "try { if (flag) return await fail({ n }); await name({ n: 5 }); } finally { await twice({ n: 99 }); } return 'end';",
  ],
  [
    "runs finally behind catch",
    2,
    "let log = 'a'; try { await fail({ n }); log = log + 'b'; } catch (e) { log = log + e.name; } finally { await twice({ n: 1 }); log = log + 'c'; } return log;",
  ],
  [
    "breaks out of try with finally",
    8,
    "for (const item of list) { try { if (item === 1) break; await twice({ n: item }); } finally { await name({ n: item }); } } return 'done';",
  ],
  ["maps with tasks", 2, "return await map(list, (item) => twice({ n: item }), { concurrency: 1 });"],
  [
    "maps with a body",
    2,
    "const out = await map(list, async (item, index) => { const a = await twice({ n: item }); if (a > 5) return { big: a, index }; return { index, n }; }); return out.length;",
  ],
  [
    "maps through Promise.all",
    2,
    "const all = await Promise.all(list.map(async (x) => (await twice({ n: x })) + n)); return all;",
  ],
  [
    "maps inside of a map",
    3,
    "return await map(order.lines, async (line) => { const rs = await map(list, (x) => twice({ n: x + line.count })); return { sku: line.sku, rs }; });",
  ],
  [
    "reads what is around in maps inside of branches inside of maps",
    5,
    "const prefix = `${text}:${n}`; return await map(order.lines, async (line, index) => { const name = `${prefix}/${line.sku}`; const [all, one] = await Promise.all([map(list, async (x) => `${name} ${index} ${await twice({ n: x })}`), (async () => index + n)()]); return { name, all, one, 'states.input': '$states.input' }; });",
  ],
  [
    "runs branches side by side",
    3,
    "const [a, b] = await Promise.all([twice({ n }), name({ n })]); return { a, b: b.name };",
  ],
  [
    "runs written branches side by side",
    4,
    "const [a, b] = await Promise.all([(async () => { const x = await twice({ n }); return await twice({ n: x }); })(), (async () => { if (flag) { return 1; } return 2; })()]); return a + b;",
  ],
  [
    "catches what a map throws",
    3,
    "try { return await map(list, (item) => fail({ n: item }), { concurrency: 1 }); } catch (e) { return e.name; }",
  ],
  [
    "switches",
    3,
    "switch (n) { case 0: return await twice({ n: 100 }); case 3: { return await twice({ n: 200 }); } default: return 'other'; }",
  ],
  [
    "falls through cases",
    1,
    "let r = ''; switch (n) { case 0: r = r + 'zero '; case 3: r = r + 'three '; break; case 7: r = 'seven'; break; default: r = 'default'; } return r;",
  ],
  ["drops what a task gives", 1, "void (await twice({ n })); return text;"],
  ["sleeps", 2, "await sleep({ minutes: 1, seconds: 30 }); await sleep(n * n); return 'rested';"],
  [
    "takes parts and gives defaults",
    1,
    "const { id, note = 'none', ...rest } = order; const [first = -1, ...others] = list; return { id, note, rest, first, others };",
  ],
  [
    "keeps absent and null apart in objects",
    1,
    "return { maybe, note: order.note, none: null, other: maybe ?? null, list: [maybe ?? null] };",
  ],
  ["reads the context", 1, "return context.execution.startTime.length > 10;"],
  ["calls helpers", 1, "return double(n) + double(double(1));"],
  ["spreads", 1, "return { ...order, total: n, lines: [...order.lines, { sku: 'new', count: n }] };"],
  [
    "asks for the type of what may be missing",
    1,
    "return [typeof maybe === 'number', typeof maybe !== 'number', 'string' === typeof order.note, typeof flag !== 'boolean', typeof list === 'string'];",
  ],
  ["shadows names", 1, "const x = await twice({ n }); let r = 0; { const x = 5; r = x; } return [x, r];"],
  [
    "keeps a value from before a task",
    1,
    "let a = n; const before = a; a = await twice({ n }); return { before, a };",
  ],
  [
    "keeps arrays inside of arrays",
    1,
    "const x = await twice({ n }); const row = [x, n]; const grid = [row, [x]]; const all: number[][] = []; all.push(row); all.push([n]); for (const r of grid) all.push(r); return { grid, all, deep: [[[x]]], flat: grid.flat() };",
  ],
  [
    "an error in finally wins over a return",
    4,
    "try { try { return await twice({ n }); } finally { await fail({ n }); } } catch (e) { return e.name; }",
  ],
  ["a return in finally wins over an error", 2, "try { await fail({ n }); } finally { return 'final'; }"],
  [
    "a jump in finally wins over an error",
    4,
    "let i = 0; while (i < 3) { i++; try { await fail({ n: i }); } finally { if (i < 2) continue; break; } } return i;",
  ],
  [
    "assigns before what throws",
    3,
    "let a = 'none'; try { a = 'first'; const r = await fail({ n }); a = `got ${r}`; await fail({ n: 1 }); a = 'last'; } catch (e) { return a + e.message; } return a;",
  ],
  [
    "calls helpers of its own, which read what is around them when they are called",
    1,
    "let base = n; const add = (x: number) => x + base; const before = add(1); base = 100; const r = await twice({ n: add(before) }); return { before, r, mapped: list.map(add) };",
  ],
  [
    "chooses what to return with one state",
    1,
    "if (n > 5) return { big: n }; switch (text) { case '': return 'empty'; case 'x': { const y = text + '!'; return [y, y]; } } return n < 0 ? null : list;",
  ],
  [
    "gives what different ways return from one state",
    3,
    "if (flag) { try { return await fail({ n }); } catch (e) { return e.name; } } if (n > 2) return 'none'; return list.length;",
  ],
  [
    "does the same once, however it gets there",
    4,
    "let r = await name({ n }); while (r.tags[1] !== '2') { await sleep(1); r = await name({ n }); } return r.name;",
  ],
  [
    "adds to a text under many conditions",
    1,
    "let r = ''; if (flag) r += 'a'; if (n > 2) r += 'b'; if (text) r += 'c'; if (list.length > 1) r += 'd'; if (n !== 3) r += 'e'; if (!flag) r += r; return r + r;",
  ],
  [
    "calls a task once with what is chosen",
    1,
    "if (flag) { await twice({ n }); } else if (n > 2) { await twice({ n: n + 1 }); } else { await twice({ n: 100 }); } return text;",
  ],
  [
    "keeps calls apart that are caught in other places",
    4,
    "if (flag) { try { return await fail({ n }); } catch (e) { return e.name; } } return await fail({ n: n + 1 });",
  ],
  [
    "reads in each item what the execution was started with",
    2,
    "const base = maybe ?? 100; return await map(list, async (item) => (await twice({ n: item })) + base);",
  ],
  [
    "converts once what may fail, also when nothing reads it",
    1,
    "const a = Number(`${n}`); const b = Number(`${n}1`); return { a, twice: a + a };",
  ],
  [
    "retries are not for expressions",
    1,
    "const r = await name({ n }); return r.tags.map((t) => t + '?').join('|');",
  ],
];

export const exampleFlows: readonly ExampleFlow[] = rows.map(([title, states, body]) => ({
  title,
  states,
  body,
  inputs: exampleInputs,
}));
