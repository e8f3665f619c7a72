/**
 * How few states small flows take: equivalents, written anew, of flows that the JSONPath compiler ts2asl was tested with. It took 192 states
 * for the first nine; more than half of what it made were Pass states.
 */
import { expect, it } from "vitest";
import { compileValid } from "./testing/run-both.ts";

const head = `import { flow, task, map, sleep, FlowError } from "acme-engine";
class Bad extends FlowError {}
const t = task({ name: "t" }, async (x: { v: number }): Promise<number> => x.v);
const done = task({ name: "done" }, async (x: {}): Promise<boolean> => true);
const page = task({ name: "page" }, async (x: { token?: string }): Promise<{ users: string[]; next?: string }> => ({ users: [] }));
const acct = task({ name: "acct" }, async (x: { id: string }): Promise<{ status: "IN_PROGRESS" | "FAILED" | "SUCCEEDED"; id: string }> => ({ status: "FAILED", id: "" }));
interface In { a: number; b: string; c: boolean; o?: { p?: { q: string } }; xs: string[]; k?: string }
`;

/** What it is an equivalent of, states, body. */
const rows: readonly (readonly [string, number, string])[] = [
  [
    "expressions/typeOfExpressions",
    1,
    "const r = { a: typeof p.a, b: typeof p.b, c: typeof p.c, xs: typeof p.xs, n: typeof null }; return r;",
  ],
  [
    "switch.createAwsAccount",
    7,
    "let id = ''; let status = 'IN_PROGRESS'; do { await sleep(1); const r = await acct({ id: p.b }); status = r.status; id = r.id; } while (status === 'IN_PROGRESS'); switch (status) { case 'FAILED': throw new Bad('account creation failed'); case 'SUCCEEDED': return id; } return null;",
  ],
  [
    "nestedForeach",
    5,
    "let sum = 0; for (const a of p.xs) { for (const b of p.xs) { sum += await t({ v: a.length + b.length }); } } return sum;",
  ],
  [
    "binaryExpression",
    1,
    "return { add: p.a + 1, sub: p.a - 1, mul: p.a * 2, div: p.a / 2, mod: p.a % 2, lt: p.a < 3, cat: p.b + '!' };",
  ],
  [
    "boolean-evaluation.main",
    1,
    "let r = ''; if (p.a === 1) r = r + '1'; if (p.b === 'x') r = r + 'x'; if (!p.c) r = r + 'f'; if (p.c && p.a > 2) r = r + 'b'; if (p.c || p.a < 0) r = r + 'o'; return r;",
  ],
  [
    "pagination.listUsers",
    6,
    "let token: string | undefined; do { const r = await page({ token }); for (const user of r.users) { await t({ v: user.length }); } token = r.next; } while (token != null);",
  ],
  ["nullCoalescingWithinStringFormat", 1, "return `a ${p.k ?? 'none'} b ${p.o?.p?.q ?? 'deep'}`;"],
  ["nullCoalescing", 1, "const r = p.k ?? 'none'; return r;"],
  ["simpleForeach", 4, "for (const x of p.xs) { await t({ v: x.length }); }"],
  ["while.simpleWhile", 4, "while (!(await done({}))) { await sleep(1); }"],
  ["do-while.simpleDoWhile", 3, "let r = false; do { r = await done({}); } while (!r);"],
  [
    "tryCatchFinally",
    2,
    "let r = ''; try { await t({ v: 1 }); } catch { r = 'failed'; } finally { r = r + ' finally'; } return r;",
  ],
  ["parallel.simple", 3, "return await Promise.all([t({ v: 1 }), t({ v: 2 })]);"],
  ["map.main", 2, "return await map(p.xs, (x) => t({ v: x.length }));"],
  ["string-templates", 1, "return `hello ${p.b} ${p.a}`;"],
  ["hello-world", 1, "return await t({ v: 1 });"],
  [
    "switchCaseFallsThrough",
    4,
    "let r = ''; switch (p.b) { case 'a': case 'b': r = r + 'ab'; case 'c': r = r + 'c'; break; default: r = 'd'; } return r;",
  ],
  [
    "closures.main",
    4,
    "const o = p.b + '!'; return await map(p.xs, async (x) => { const i = x + o; return await map(p.xs, async (y) => i + y + o); });",
  ],
  ["nestedConditional", 1, "return p.a > 1 ? (p.c ? 'x' : 'y') : 'z';"],
  [
    "input-validation",
    4,
    "if (typeof p.b !== 'string') throw new Bad('b'); if (p.a < 0 || p.a > 50) throw new Bad('a'); return 'ok';",
  ],
];

it.each(rows)("%s takes %i states", (_title, states, body) => {
  const source = `${head}export const example = flow({ name: "example" }, async (p: In) => {\n${body}\n});`;
  expect(Object.keys(compileValid(source).sourceMap)).toHaveLength(states);
});
