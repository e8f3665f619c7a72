import type { DiagnosticCode } from "../../packages/stepfn/src/compile-flow/source/diagnostic.ts";

/** What a code is reported for, and how to write it instead: statements of a flow, or a whole module when it begins with `import`. */
export interface DiagnosticExample {
  refused: string;
  rewrite: string;
}

/** What all examples have around them. */
export const exampleHeader = `import { distributedMap, flow, FlowError, map, sleepUntil, task } from "acme-engine";

class Late extends FlowError {}
interface Order { id: string; total: number; note?: string | null }
const load = task({ name: "load" }, async ({ n }: { n: number }): Promise<number> => n);
const find = task({ name: "find" }, async ({ n }: { n: number }): Promise<Order> => ({ id: "a", total: n }));

export const example = flow(
  { name: "example" },
  async ({ n, xs, text, order }: { n: number; xs: number[]; text: string; order: Order }) => {`;
export const exampleFooter = `  },
);
`;

export function toExampleModule(source: string): string {
  return source.startsWith("import") ? source : `${exampleHeader}\n${source}\n${exampleFooter}`;
}

export const diagnosticExamples: Readonly<Record<DiagnosticCode, DiagnosticExample>> = {
  ACME1001: { refused: "const total = n +;", rewrite: "const total = n + 1;\nreturn total;" },
  ACME1002: {
    refused: `import { flow } from "acme-engine";
export const a = flow({ name: "nightly" }, async () => 1);
export const b = flow({ name: "nightly" }, async () => 2);`,
    rewrite: `import { flow } from "acme-engine";
export const a = flow({ name: "nightly" }, async () => 1);`,
  },
  ACME1003: {
    refused: `import { flow, task } from "acme-engine";
const options = { name: "load", cpu: 512 };
const load = task(options, async ({ n }: { n: number }): Promise<number> => n);
export const nightly = flow({ name: "nightly" }, async ({ n }: { n: number }) => load({ n }));`,
    rewrite: `import { flow, task } from "acme-engine";
const load = task({ name: "load", cpu: 512 }, async ({ n }: { n: number }): Promise<number> => n);
export const nightly = flow({ name: "nightly" }, async ({ n }: { n: number }) => load({ n }));`,
  },
  ACME1100: { refused: "var total = 0;\nreturn total;", rewrite: "let total = 0;\nreturn total;" },
  ACME1101: {
    refused: "const a = load({ n });\nconst b = load({ n: 2 });\nreturn (await a) + (await b);",
    rewrite: "const [a, b] = await Promise.all([load({ n }), load({ n: 2 })]);\nreturn a + b;",
  },
  ACME1103: {
    refused: "return xs.map(async (x) => await load({ n: x }));",
    rewrite: "return await map(xs, (x) => load({ n: x }));",
  },
  ACME1104: {
    refused: "function* numbers(limit: number) { yield limit; }\nconst all = numbers(n);\nreturn all;",
    rewrite: "const numbers = (limit: number) => [limit];\nreturn numbers(n);",
  },
  ACME1105: {
    refused: "const seen = new Map();\nreturn seen;",
    rewrite: "const seen: Record<string, number> = {};\nreturn seen;",
  },
  ACME1106: {
    refused: "const down = (x: number): number => (x > 0 ? down(x - 1) : x);\nreturn down(n);",
    rewrite: "let x = n;\nwhile (x > 0) x -= 1;\nreturn x;",
  },
  ACME1107: {
    refused: "let total = 0;\nawait map(xs, async (x) => { total += await load({ n: x }); });\nreturn total;",
    rewrite:
      "const loaded = await map(xs, (x) => load({ n: x }));\nlet total = 0;\nfor (const one of loaded) total += one;\nreturn total;",
  },
  ACME1108: {
    refused: "const first = { total: 0 };\nconst second = first;\nsecond.total = n;\nreturn first.total;",
    rewrite:
      "const first = { total: 0 };\nconst second = { ...first, total: n };\nreturn [first.total, second.total];",
  },
  ACME1109: {
    refused: "const found = await find({ n });\nreturn found === order;",
    rewrite: "const found = await find({ n });\nreturn found.id === order.id;",
  },
  ACME1110: {
    refused: "const half: number | boolean = n > 1 ? n : false;\nreturn half < 1;",
    rewrite: "const half = n > 1 ? n : 0;\nreturn half < 1;",
  },
  ACME1111: { refused: "return `got ${order}`;", rewrite: "return `got ${JSON.stringify(order)}`;" },
  ACME1112: { refused: "return xs.toSorted();", rewrite: "return xs.toSorted((a, b) => a - b);" },
  ACME1113: { refused: "return /(?<=a)b/.test(text);", rewrite: "return /ab/.test(text);" },
  ACME1114: { refused: "return n.toFixed(2);", rewrite: "return Math.round(n * 100) / 100;" },
  ACME1115: {
    refused: `import { flow } from "acme-engine";
let runs = 0;
export const nightly = flow({ name: "nightly" }, async () => runs + 1);`,
    rewrite: `import { flow } from "acme-engine";
export const nightly = flow({ name: "nightly" }, async ({ runs }: { runs: number }) => runs + 1);`,
  },
  ACME1116: { refused: "return order.note === undefined;", rewrite: "return order.note == null;" },
  ACME1117: { refused: "return 9007199254740993;", rewrite: 'return "9007199254740993";' },
  ACME1118: {
    refused: 'await sleepUntil("2026-01-31T06:00:00");',
    rewrite: 'await sleepUntil("2026-01-31T06:00:00Z");',
  },
  ACME1119: { refused: 'throw "too late";', rewrite: 'throw new Late("too late");' },
  ACME1120: {
    refused:
      "try {\n  switch (n) {\n    case Number(text): return await load({ n });\n    default: return 1;\n  }\n} catch {\n  return 0;\n}",
    rewrite:
      "const wanted = Number(text);\ntry {\n  switch (n) {\n    case wanted: return await load({ n });\n    default: return 1;\n  }\n} catch {\n  return 0;\n}",
  },
  ACME1121: {
    refused: 'return await distributedMap(xs, (x) => load({ n: x }), { type: "EXPRESS" });',
    rewrite: "return await distributedMap(xs, (x) => load({ n: x }));",
  },
  ACME1125: {
    refused: `import { aws, flow } from "acme-engine";
export const nightly = flow({ name: "nightly" }, async () => aws.DynamoDB.getItem({ TableName: "t" }));`,
    rewrite: `import { aws, flow } from "acme-engine";
export const nightly = flow({ name: "nightly" }, async () => aws.dynamodb.getItem({ TableName: "t" }));`,
  },
  ACME1126: {
    refused: "return await distributedMap(xs, async (batch, index) => index, { itemsPerBatch: 10 });",
    rewrite: "return await distributedMap(xs, async (batch) => batch.length, { itemsPerBatch: 10 });",
  },
  ACME1302: {
    refused: "for (let i = 0; i < 10000; i++) {\n  if ((await load({ n: i })) < 0) return i;\n}\nreturn -1;",
    rewrite: "for (let i = 0; i < 1000; i++) {\n  if ((await load({ n: i })) < 0) return i;\n}\nreturn -1;",
  },
  ACME1304: {
    refused: `import { flow, task } from "acme-engine";
const find = task({ name: "find" }, async (input: {}) => JSON.parse("{}"));
export const nightly = flow({ name: "nightly" }, async () => { const found = await find({}); return found.total; });`,
    rewrite: `import { flow, task } from "acme-engine";
const find = task({ name: "find" }, async (input: {}): Promise<{ total: number }> => JSON.parse("{}"));
export const nightly = flow({ name: "nightly" }, async () => { const found = await find({}); return found.total; });`,
  },
  ACME1305: {
    refused:
      "try {\n  const { total } = JSON.parse(text) as { total: number };\n  return await load({ n: total });\n} catch {\n  return 0;\n}",
    rewrite:
      "const { total } = JSON.parse(text) as { total: number };\ntry {\n  return await load({ n: total });\n} catch {\n  return 0;\n}",
  },
};
