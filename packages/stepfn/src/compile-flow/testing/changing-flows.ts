import { type ExampleFlow, exampleInputs } from "./example-flows.ts";

/** Flows that change parts of objects and arrays. Title, states, body. */
const rows: readonly (readonly [string, number, string])[] = [
  ["sets a field of a parameter", 1, "order.total = 5; order.note = 'x'; return order;"],
  [
    "changes fields of fields, and adds to what is there",
    1,
    "const o = { a: { b: 1, c: [1, 2] }, n: null as string | null }; o.a.b = n; o.a.c.push(n); o.n = text; const copy = structuredClone(o); o.a.b++; o.a.b *= 3; return { o, copy };",
  ],
  [
    "sets and deletes computed keys",
    1,
    "const o: Record<string, number> = {}; for (const x of list) { o[String(x)] = x * 2; } delete o['1']; delete o.k; return [o, Object.keys(o).length];",
  ],
  [
    "leaves out a field that is given nothing",
    1,
    "order.note = maybe === undefined ? undefined : 'there'; return order;",
  ],
  [
    "sets items, and one behind the last",
    1,
    "const xs = [1, 2, 3]; xs[1] = n; xs[3] = 9; xs[0] += 5; xs[2]++; return xs;",
  ],
  [
    "keeps arrays inside of arrays when it sets one",
    1,
    "const xs = [[1], [2]]; xs[0].push(3); xs.push([]); xs[2] = [4]; xs[1] = []; xs[0][0] = 7; return xs;",
  ],
  [
    "changes what only one arm has, and what may fail",
    1,
    "let r = 0; if ((await twice({ n })) > 3) { const xs = [n, ...list]; xs[0] += 2; r = xs.length; } return r;",
  ],
  ["sets an item to null", 1, "const xs: (number | null)[] = [...list, 1]; xs[0] = null; return xs;"],
  [
    "adds and takes at both ends",
    1,
    "const xs = [1]; xs.unshift(0, -1); xs.unshift(...list); xs.push(...list, 5); xs.pop(); xs.shift(); xs.shift(); return xs;",
  ],
  [
    "sorts, reverses, splices and fills in place",
    1,
    "const xs = [...list]; xs.sort((a, b) => a - b); xs.reverse(); const ys = [...xs, 4, 5]; ys.splice(1, 1); ys.splice(-2, 1, 8, 9); const zs = [...ys]; zs.fill(7); zs.splice(1); ys.length = 0; return [xs, ys, zs];",
  ],
  [
    "works through a queue",
    4,
    "const queue = [...list]; const out: number[] = []; while (queue.length > 0) { const next = queue.shift()!; out.push(await twice({ n: next })); } return { out, queue };",
  ],
  [
    "works through a stack",
    4,
    "const stack = [n]; while (stack.length > 0) { const top = stack.pop() ?? 0; if (top > 0) { await twice({ n: top }); stack.push(top - 2); } } return 'ok';",
  ],
  ["hands on what it takes out", 1, "const xs = [...list, 3]; return await twice({ n: xs.pop()! });"],
  [
    "groups",
    1,
    "const groups: Record<string, number[]> = {}; for (const x of list) { const k = x > 2 ? 'big' : 'small'; (groups[k] ??= []).push(x); } return groups;",
  ],
  [
    "counts",
    1,
    "const counts: Record<string, number> = {}; for (const x of list) { const key = `k${x}`; if (key in counts) counts[key] = counts[key] + 1; else counts[key] = 1; } return counts;",
  ],
  [
    "collects in batches",
    1,
    "const batches: number[][] = []; let batch: number[] = []; for (const x of list) { batch.push(x); if (batch.length === 2) { batches.push(batch); batch = []; } } if (batch.length > 0) batches.push(batch); return batches;",
  ],
  [
    "changes items by their index",
    3,
    "for (let i = 0; i < order.lines.length; i++) { order.lines[i].count += 1; } return order;",
  ],
  [
    "changes copies of items",
    3,
    "order.lines = order.lines.map((l) => ({ ...l, count: l.count + 1 })); for (let i = 0; i < order.lines.length; i++) order.lines[i].sku = 'x'; return order;",
  ],
  [
    "changes what a task gave",
    1,
    "const r = await name({ n }); r.tags.push('new'); r.name += '!'; return r;",
  ],
  [
    "changes the item of a map",
    2,
    "return await map(order.lines, async (line) => { line.count += 1; return line; });",
  ],
  [
    "changes a value that was replaced by a copy",
    1,
    "let o = { a: 1, b: 2 }; o = { ...o, a: 3 }; o.b = 5; const p = { ...o }; o.a = 9; return [o, p];",
  ],
  ["assigns the fields of others", 1, "Object.assign(order, { total: 1, id: 'z' }); return order;"],
  [
    "changes in a loop with tasks",
    4,
    "const s = { done: false, i: 0 }; while (!s.done) { s.i += await twice({ n: 1 }); s.done = s.i > 3; } return s;",
  ],
  [
    "changes in try, catch and finally",
    2,
    "try { order.total += await fail({ n }); order.note = 'ok'; } catch (e) { order.note = e.name; } finally { order.lines.push({ sku: 'f', count: 0 }); } return order;",
  ],
  [
    "gives copies with changes",
    1,
    "return [list.toSpliced(0, 0, 5), list.toSpliced(9, 1, 1), [1, ...list].with(-1, 5)];",
  ],
];

export const changingFlows: readonly ExampleFlow[] = rows.map(([title, states, body]) => ({
  title,
  states,
  body,
  inputs: exampleInputs,
}));
