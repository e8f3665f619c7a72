/** Flows whose types only a type checker knows: compiled with it they mean what they mean when called, without a warning. Without it they mean the same or are refused. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import {
  type Answer,
  callNatively,
  compileValid,
  expressionsIn,
  interpret,
  toSortedText,
} from "./testing/run-both.ts";
import { startTypes, type TestTypes } from "./testing/start-types.ts";

let types: TestTypes;
beforeAll(async () => {
  types = await startTypes();
});
afterAll(() => types.close());

const header = `import { flow, task, map, sleep, FlowError } from "acme-engine";
class OutOfStock extends FlowError {}
type Item = { sku: string; count: number; note?: string | undefined };
type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number; name?: string };
interface Base { id: string }
interface Order extends Base { total: number; lines: Item[]; owner?: { name: string } | undefined }
type Color = "red" | "blue";
const list = task({ name: "list" }, async ({ n }: { n: number }) => {
  const items: Item[] = [{ sku: "a", count: n }];
  return { items, found: n > 0, tags: { a: "b" } as Record<string, string> };
});
const order = task({ name: "order" }, async ({ n }: { n: number }) => { const all: Order[] = [{ id: "o", total: n, lines: [] }]; return all[0]!; });
const shape = task({ name: "shape" }, async ({ n }: { n: number }) => {
  const found: Shape = n > 0 ? { kind: "circle", radius: n } : { kind: "square", side: 2 };
  return found as Shape;
});
const label = task({ name: "label" }, async ({ n }: { n: number }) => (n > 0 ? "high" : null));
const number = task({ name: "number" }, async ({ n }: { n: number }) => n * 2);
const first = <T>(values: readonly T[]) => values[0];
interface Input { n: number; maybe?: number; text: string | number; numbers: number[]; union: string | number[] | null; record: Record<string, number> }
`;

function answer(name: string, input: Json): Answer {
  const n = typeof input === "object" && input !== null && !Array.isArray(input) ? Number(input["n"]) : 0;
  switch (name) {
    case "list":
      return {
        output: {
          items: Array.from({ length: Math.max(0, n) }, (_, at) => ({
            sku: `s${at}`,
            count: at + n,
            ...(at > 0 ? { note: "x" } : {}),
          })),
          found: n > 0,
          tags: n > 1 ? { a: "A", b: "B" } : {},
        },
      };
    case "order":
      return {
        output: {
          id: `o${n}`,
          total: n * 10,
          lines: [{ sku: "l", count: n }],
          ...(n > 1 ? { owner: { name: "Ann" } } : {}),
        },
      };
    case "shape":
      return {
        output:
          n > 0
            ? { kind: "circle", radius: n }
            : { kind: "square", side: 2, ...(n < 0 ? { name: "q" } : {}) },
      };
    case "label":
      return { output: n > 0 ? "high" : null };
    default:
      return { output: n * 2 };
  }
}

const inputs: readonly Json[] = [
  { n: 0, text: "", numbers: [], union: null, record: {} },
  { n: 1, maybe: 0, text: 5, numbers: [7], union: "text", record: { a: 1 } },
  { n: 3, maybe: 4, text: "abc", numbers: [3, 1, 2], union: [1, 2], record: { a: 0, b: 2 } },
  { n: -2, text: "x", numbers: [0], union: "", record: { b: -1 } },
];

/** Title, body, and what the same flow is without types: compiled too, or refused. */
const rows: readonly (readonly [string, string])[] = [
  [
    "reads what a task without annotations returns",
    "const { items, found } = await list({ n }); return { found, skus: items.map((item) => item.sku) };",
  ],
  [
    "reads what is inherited",
    "const got = await order({ n }); return `${got.id}: ${got.total + got.lines.length}`;",
  ],
  [
    "reads deep into what may be missing",
    "const got = await order({ n }); return { owner: got.owner?.name ?? 'nobody' };",
  ],
  [
    "knows that a test has found a value",
    "const got = await order({ n }); if (got.owner !== undefined) return got.owner.name.toUpperCase(); return 'none';",
  ],
  ["knows the number behind a test", "if (maybe === undefined) return -1; return maybe + 1;"],
  [
    "knows what a loop does not begin with",
    "const { items } = await list({ n }); let best: Item | undefined; for (const item of items) { if (best === undefined || item.count > best.count) best = item; } return best === undefined ? 'none' : `${best.sku}${best.count}`;",
  ],
  [
    "tells the members of a union apart",
    "const got = await shape({ n }); if (got.kind === 'circle') return got.radius * 2; return `${got.side} ${got.name ?? 'no name'}`;",
  ],
  [
    "tells the members of a union apart by what they have",
    "const got = await shape({ n }); return 'radius' in got ? got.radius + 1 : got.side + 2;",
  ],
  [
    "switches on the kind of a union",
    "const got = await shape({ n }); switch (got.kind) { case 'circle': return got.radius + 1; case 'square': return got.side + 2; }",
  ],
  ["tells texts from numbers", "return typeof text === 'string' ? text.length : text + 1;"],
  [
    "tells arrays from texts",
    "if (union === null) return 'null'; if (typeof union === 'string') return union.toUpperCase(); return union.length;",
  ],
  ["returns early", "const got = await label({ n }); if (got === null) return 'none'; return got.length;"],
  [
    "throws early",
    "const got = await label({ n }); if (got === null) throw new OutOfStock('none'); return `${got}!`;",
  ],
  [
    "maps over what a task returns",
    "const { items } = await list({ n }); const got = await map(items, async ({ sku, count }) => { const twice = await number({ n: count }); return { sku, twice }; }); return got.reduce((sum, { twice }) => sum + twice, 0);",
  ],
  [
    "maps with a task that returns by inference",
    "const got = await map([{ n }, { n: n + 1 }], number); return got.map((each) => each + 1);",
  ],
  [
    "runs branches whose types are inferred",
    "const [got, one] = await Promise.all([order({ n }), number({ n })]); return got.total + one;",
  ],
  [
    "collects in an array that begins empty",
    "const { items } = await list({ n }); const skus = []; for (const { sku } of items) skus.push(sku); return skus.join('-');",
  ],
  [
    "assigns what a variable may be",
    "let state: string | number = 'new'; if (n > 0) state = n; return typeof state === 'number' ? state + 1 : state.length;",
  ],
  [
    "keeps a variable open",
    "let last = null; for (const one of numbers) { last = one; } return last === null ? 'none' : last + 1;",
  ],
  [
    "reads by a name of a union",
    "const color = (n > 0 ? 'red' : 'blue') as Color; const rank: Record<string, number> = { red: 1 }; return rank[color] ?? 0;",
  ],
  [
    "reads parsed JSON as its type",
    'const got = JSON.parse(\'{"sku":"a","count":2}\') as Item; return got.count + n;',
  ],
  ["reads records", "const { tags } = await list({ n }); return `${tags['a'] ?? 'none'}${tags['z'] ?? ''}`;"],
  // Where TypeScript believes more than is so:
  ["an index may find nothing, whatever is declared", "const one = numbers[5]; return one ?? 'none';"],
  [
    "what an index finds, assigned, may be nothing",
    "let one: number | undefined; one = numbers[1]; return one ?? 'none';",
  ],
  ["! finds nothing", "const one = numbers[5]!; return (one as number | undefined) ?? 'none';"],
  [
    "! finds nothing behind a name",
    "const some = { one: numbers[9]! }; const { one } = some; return (one as number | undefined) === undefined ? 'none' : one;",
  ],
  ["a generic helper may find nothing", "return first(numbers) ?? 'none';"],
  ["a record may have nothing", "const one = record['a']; return one === undefined ? 'none' : one + 1;"],
  [
    "truth of a narrowed number",
    "if (maybe !== undefined && maybe) return maybe * 2; return maybe ?? 'none';",
  ],
  [
    "a default behind a test",
    "const { owner } = await order({ n }); const { name = 'x' } = owner ?? {}; return name as string;",
  ],
  [
    "narrowed and called later",
    "if (maybe === undefined) return 0; const add = (k: number) => maybe + k; return [1, 2].map(add);",
  ],
  [
    "not narrowed in a callback that runs later",
    "let best: number | undefined = maybe; if (n > 0) best = undefined; return numbers.map((k) => (best ?? 10) + k);",
  ],
];

const module = (body: string): string =>
  `${header}export const example = flow({ name: "example" }, async ({ n, maybe, text, numbers, union, record }: Input) => {\n${body}\n});\n`;

describe("a flow, typed by TypeScript,", () => {
  it.each(rows)("%s", async (_title, body) => {
    const source = module(body);
    const compiled = compileValid(source, undefined, types.of(source));
    expect(compiled.diagnostics).toEqual([]);
    const plain = compiledPlainly(source);
    for (const input of inputs) {
      const native = toSortedText({ ...(await callNatively(source, input, answer)) });
      for (const each of plain === undefined ? [compiled] : [compiled, plain]) {
        expect(
          toSortedText({ ...interpret(each, input, answer) }),
          JSON.stringify({ input, definition: each.definition }, null, 1),
        ).toBe(native);
      }
    }
  });
});

/** Undefined when the flow does not compile without types. */
function compiledPlainly(source: string): ReturnType<typeof compileValid> | undefined {
  try {
    return compileValid(source);
  } catch {
    return undefined;
  }
}

it("asks nothing at run time that types answer", () => {
  const source = module(
    "const got = await shape({ n }); return got.kind === 'circle' ? got.radius : got.side;",
  );
  const texts = expressionsIn(compileValid(source, undefined, types.of(source)).definition);
  expect(texts.join("\n")).not.toMatch(/\$type|\$error/);
});
