import { type ExampleFlow, exampleInputs } from "./example-flows.ts";

/** Flows whose functions compute by statements, or that ask for the time and for randomness. Title, states, body. */
const rows: readonly (readonly [string, number, string])[] = [
  [
    "a helper adds up in a loop",
    1,
    "const f = (xs: number[]) => { let s = 0; for (const x of xs) { if (x < 0) continue; s += x; } return s; }; return f(list);",
  ],
  [
    "a helper returns out of a loop",
    1,
    "const f = (xs: number[]) => { for (const x of xs) { if (x > 2) return x; } return -1; }; return [f(list), list.map((x) => f([x, 9]))];",
  ],
  [
    "a helper switches",
    1,
    "const f = (k: number) => { switch (k) { case 0: return 'zero'; case 3: case 7: return 'some'; default: return 'other'; } }; return f(n);",
  ],
  [
    "a helper counts in an object",
    1,
    "const f = (xs: number[]) => { const out: Record<string, number> = {}; for (const x of xs) out[`k${x}`] = (out[`k${x}`] ?? 0) + 1; return out; }; return f(list);",
  ],
  [
    "reduce changes what it collects in",
    1,
    "return list.reduce((acc: Record<string, number>, x) => { acc[`k${x}`] = x; return acc; }, {});",
  ],
  [
    "a callback has variables",
    1,
    "return list.map((x) => { let y = x; if (y > 2) y = y * 10; y += 1; return y; });",
  ],
  [
    "a callback loops",
    1,
    "return list.filter((x) => { for (const y of list) { if (y > x) return true; } return false; });",
  ],
  [
    "a helper assigns its parameters",
    1,
    "const f = (x: number) => { x += 2; const y = x; x = x * 2; return [x, y]; }; return [f(n), list.map((x, i) => { x *= i; return x; })];",
  ],
  [
    "a helper sorts a copy",
    1,
    "const f = (xs: number[]) => { const sorted = [...xs]; sorted.sort((a, b) => a - b); return sorted[0] ?? null; }; return f(list);",
  ],
  [
    "names of an arm end with it",
    1,
    "const f = (c: boolean) => { const y = 1; if (c) { const y = 2; let z = y; z++; } return y; }; const g = (c: boolean) => { const y = 1; if (c) { const y = 2; } return y; }; return [f(flag), g(flag)];",
  ],
  [
    "a helper swaps",
    1,
    "const g = (a: number, b: number) => { const [lo, hi] = a < b ? [a, b] : [b, a]; let r = hi; r -= lo; return r; }; return g(n, 4);",
  ],
  [
    "a helper of a helper reads what is around it",
    1,
    "const outer = (xs: number[]) => { const inner = (x: number) => { let y = x; y += xs.length; return y; }; return xs.map((x) => inner(x)); }; return outer(list);",
  ],
  [
    "a helper matches",
    1,
    "const f = (s: string) => { const m = s.match(/(\\w+), (\\w+)/); if (m === null) return 'no'; let [, a, b] = m; a = a + b; return a; }; return f(text);",
  ],
  [
    "an id is made once",
    1,
    "const id = crypto.randomUUID(); return [id === id, [id, id].join('') === id + id];",
  ],
  [
    "ids of items differ, and each is made once",
    1,
    "const pairs = list.map((x) => { const id = crypto.randomUUID(); return [id, id]; }); return pairs.every(([a, b]) => a === b) && pairs.length;",
  ],
  [
    "an id of each round",
    4,
    "let ids: string[] = []; for (const x of list) { const id = crypto.randomUUID(); ids.push(id); ids.push(id); } return ids.length === list.length * 2 && ids.every((id, i) => ids.indexOf(id) === i - (i % 2));",
  ],
  [
    "time is taken where it stands",
    3,
    "const start = Date.now(); const r = await twice({ n }); return [Date.now() - start >= 0, Date.now() - start < 60000, r];",
  ],
  [
    "one number decides and is kept",
    4,
    "const r = Math.random(); if (r > 2) return await twice({ n }); let a = 0; let b = 0; if (r < 2) { a = r; b = r; } return [a === b, a < 1];",
  ],
  [
    "dates are computed with",
    1,
    "const d = new Date('2026-01-31T06:00:00Z'); const e = new Date(d.getTime() + 3600000 * n); return [d.toISOString(), e.toISOString(), e.getUTCHours(), d.getUTCDay(), e.getTime() - d.getTime(), d < e, d.getUTCMonth(), e.getUTCFullYear(), e.getUTCMilliseconds()];",
  ],
  [
    "dates are parsed",
    1,
    "return [Date.parse(flag ? '2020-02-03' : '2026-01-31T06:00:00.5+02:00'), new Date(Date.parse('2026-01-31T06:00:00Z') + n).toISOString()];",
  ],
  [
    "what is undefined takes the place of what was there",
    1,
    "return [{ ...order, note: maybe === 7 ? 'x' : undefined }, { ...order, ['no' + 'te']: order.total > 9 ? 'y' : undefined, total: 1 }];",
  ],
  [
    "assigns by patterns",
    1,
    "let a = 1; let b = n; [a, b] = [b, a]; let tags: string[] = []; let rest = ''; ({ tags, name: rest = 'none' } = await name({ n })); return { a, b, tags, rest };",
  ],
  [
    "goes over the keys of an object",
    2,
    "const out: string[] = []; for (const key in order) { if (key === 'id') continue; out.push(key); } for (const key in { a: 1 }) { await twice({ n: key.length }); } return out;",
  ],
  [
    "goes over indexes, entries and sets",
    4,
    "let sum = 0; for (const [i, x] of list.entries()) sum += i * x; for (const i of list.keys()) sum += i; for (const x of new Set(list)) sum += await twice({ n: x }); return [sum, [...new Set(list)].length];",
  ],
  [
    "helpers take the rest of their parameters",
    1,
    "const f = (first: number, ...others: number[]) => others.map((x) => x * first); return [f(2, n, 3), f(1)];",
  ],
  [
    "calls a function in place",
    1,
    "const r = (() => { if (n > 2) return 'more'; let t = ''; for (const x of list) t += `${x}`; return t; })(); return r;",
  ],
];

export const computingFlows: readonly ExampleFlow[] = rows.map(([title, states, body]) => ({
  title,
  states,
  body,
  inputs: exampleInputs,
}));
