import { describe, expect, it } from "vitest";
import { runFlow } from "../../../../flow/src/testing.ts";
import type { Json } from "../../json.ts";
import { type CompileFlowResult, compileFlow } from "../compile-flow.ts";
import { formatDiagnostic } from "../source/format-diagnostic.ts";
import { loadModulesNatively, readerOf, type TestModules } from "../testing/load-modules-natively.ts";
import { type Answer, interpret, toPlainTaskState, toSortedText } from "../testing/run-both.ts";

const lib = `
import { task } from "acme-engine";
import { rate } from "./rates.ts";
import { SoldOut } from "./sold-out.ts";
export interface Line { sku: string; count: number }
export type Order = { id: string; lines: Line[]; status: Status };
export enum Status { Open, Paid = 5, Late }
export const enum Level { Low = "low", High = "high" }
export const limit = 3;
export const table = { a: 1, b: [1, 2] } as const;
export function total(order: Order): number {


  let sum = 0;
  for (const line of order.lines) sum += line.count;
  return sum * rate;
}
const hidden = (n: number): number => n + limit;
export const shifted = (n: number) => hidden(n);
export const twice = task({ name: "twice" }, async ({ n }: { n: number }): Promise<number> => {
  if (n === 13) throw new SoldOut("none");
  return n * 2;
});
export default (text: string) => text.toUpperCase();
export * from "./rates.ts";
export { label as name } from "./rates.ts";
export const withTax = async (n: number) => (await twice({ n })) + 1;
`;
const rates = `
import { FlowError } from "acme-engine";
export class OutOfStock extends FlowError {}
export const rate = 2;
export const label = (n: number) => \`<\${n}>\`;
`;
const soldOut = `
import { OutOfStock } from "./rates.ts";
export class SoldOut extends OutOfStock {}
`;
const bodies: readonly (readonly [string, string, string])[] = [
  [
    "helpers, which use what their own module has",
    'import { total, shifted } from "./lib.ts";',
    "return [total(order), shifted(n)];",
  ],
  [
    "constants",
    'import { limit as most, table } from "./lib.ts";',
    "return [most + n, table.a, table.b[1]];",
  ],
  [
    "types",
    'import type { Order as Bestellung } from "./lib.ts";',
    "const o: Bestellung = await load({ id: order.id }); let s = 0; for (const l of o.lines) s += l.count; return s;",
  ],
  [
    "enums",
    'import { Status, Level } from "./lib.ts";',
    "return [Status.Late, Status.Open === order.status, Status[5], n > 1 ? Level.High : Level.Low, Object.keys(Status)];",
  ],
  [
    "tasks, called and caught",
    'import { twice, OutOfStock } from "./lib.ts";',
    "try { return await twice({ n: 13 }); } catch (e) { return e instanceof OutOfStock ? e.message : 'other'; }",
  ],
  [
    "error classes, also those that are declared elsewhere",
    'import { OutOfStock } from "./lib.ts";',
    "try { throw new OutOfStock(`no ${n}`); } catch (e) { return [e.name, e instanceof OutOfStock]; }",
  ],
  ["async helpers", 'import { withTax } from "./lib.ts";', "return await withTax(n);"],
  ["a default", 'import shout from "./lib.ts";', "return shout(order.id);"],
  ["names that are handed on", 'import { rate, name } from "./lib.ts";', "return name(rate);"],
  [
    "all names of a module",
    'import * as lib from "./lib.ts";',
    "const f = (lib: { limit: number }) => lib.limit; try { return [await lib.twice({ n }), lib.limit, lib.Status.Paid, f({ limit: 9 })]; } catch (e) { throw new lib.OutOfStock('x'); }",
  ],
];

function modulesOf(imports: string, body: string): TestModules {
  const flow = `import { flow, task } from "acme-engine";
${imports}
const load = task({ name: "load" }, async ({ id }: { id: string }) => ({ id, lines: [{ sku: "a", count: 4 }], status: 0 }));
export const example = flow({ name: "example" }, async ({ n, order }: { n: number; order: { id: string; lines: { sku: string; count: number }[]; status: number } }) => {
${body}
});
`;
  return { "flow.ts": flow, "lib.ts": lib, "rates.ts": rates, "sold-out.ts": soldOut };
}

function compile(modules: TestModules): CompileFlowResult {
  return compileFlow({
    source: modules["flow.ts"] ?? "",
    path: "flow.ts",
    toTaskState: toPlainTaskState,
    readModule: readerOf(modules),
  });
}

function shown(modules: TestModules): string[] {
  const result = compile(modules);
  const found = result.compiled === undefined ? result.diagnostics : [];
  return found.map((one) => formatDiagnostic(one, modules["flow.ts"] ?? "", "flow.ts"));
}

const answer = (name: string, input: Json): Answer => {
  if (name === "load") return { output: { id: "x", lines: [{ sku: "a", count: 4 }], status: 0 } };
  const { n } = input as { n: number };
  return n === 13 ? { error: "SoldOut", cause: "none" } : { output: n * 2 };
};

describe("a flow uses from other modules", () => {
  it.each(bodies)("%s", async (_title, imports, body) => {
    const modules = modulesOf(imports, body);
    expect(shown(modules)).toEqual([]);
    const { compiled } = compile(modules);
    if (compiled === undefined) return;
    const exports = await loadModulesNatively({
      ...modules,
      "flow.ts": `${modules["flow.ts"]}\nexport { SoldOut } from "./sold-out.ts";`,
    });
    const { example, SoldOut } = exports as typeof exports & { SoldOut: new (message: string) => Error };
    if (example === undefined) throw new Error("no flow");
    for (const n of [0, 2, 7]) {
      const input = { n, order: { id: "o1", lines: [{ sku: "a", count: 2 }], status: 0 } };
      const native = await runFlow(example, input, {
        onTask({ task: name, input: given }) {
          const found = answer(name, given as Json);
          if ("output" in found) return found.output;
          throw new SoldOut(found.cause);
        },
      });
      const { output, error } = interpret(compiled, input, answer);
      const outcome = native.status === "SUCCEEDED" ? { output: native.output } : { error: native.error };
      expect(toSortedText({ output: output ?? null, error: error ?? null })).toBe(
        toSortedText({ output: null, error: null, ...outcome } as Json),
      );
    }
  });
});

describe("what cannot come from another module", () => {
  const flow = (imports: string, body: string, other: string): TestModules => ({
    ...modulesOf(imports, body),
    "other.ts": other,
  });

  it("is told with the path of its module, and its frame", () => {
    const modules = flow(
      'import { worst } from "./other.ts";',
      "return worst(order.id);",
      "const a = 1;\nexport const worst = (text: string) => text.localeCompare('a');\n",
    );
    expect(shown(modules)[0]?.split("\n")).toEqual([
      expect.stringContaining("error ACME1112"),
      "  --> other.ts:2:40",
      "  |",
      "2 | export const worst = (text: string) => text.localeCompare('a');",
      expect.stringContaining("^"),
      expect.stringContaining("help: "),
    ]);
  });

  it.each([
    [
      "a variable of the module",
      'import { count } from "./other.ts";',
      "return count;",
      "export let count = 0;",
      "ACME1115",
    ],
    [
      "a constant that the module changes",
      'import { list } from "./other.ts";',
      "return list;",
      "export const list: number[] = []; list.push(1);",
      "ACME1115",
    ],
    [
      "a constant that a function of the module changes",
      'import { cache } from "./other.ts";',
      "return cache.a;",
      "export const cache = { a: 1 }; export const set = () => { cache.a = 2; };",
      "ACME1115",
    ],
    [
      "a helper that reads a variable of the module",
      'import { next } from "./other.ts";',
      "return next();",
      "let count = 0; export const next = () => count;",
      "ACME1115",
    ],
    [
      "a name that is not there",
      'import { gone } from "./other.ts";',
      "return gone(n);",
      "export const here = 1;",
      "ACME1115",
    ],
    ["a package", 'import { sum } from "lodash";', "return sum([n]);", "", "ACME1115"],
    ["an import for what it does", 'import "./other.ts";', "return n;", "console.log(1);", "ACME1115"],
    [
      "a module that does not parse",
      'import { a } from "./other.ts";',
      "return a;",
      "export const a = ;",
      "ACME1001",
    ],
    [
      "a second class of one name",
      'import { OutOfStock } from "./other.ts"; import { OutOfStock as Other } from "./lib.ts";',
      "if (n > 1) throw new OutOfStock('a'); throw new Other('b');",
      'import { FlowError } from "acme-engine"; export class OutOfStock extends FlowError {}',
      "ACME1119",
    ],
  ])("%s", (_title, imports, body, other, code) => {
    const result = compile(flow(imports, body, other));
    expect(result.compiled === undefined ? result.diagnostics.map((one) => one.code) : []).toContain(code);
  });

  it("is no matter while the flow does not use it", () => {
    const modules = flow(
      'import { a } from "./other.ts"; import { pick } from "lodash";',
      "return n;",
      "export const a = ;",
    );
    expect(shown(modules)).toEqual([]);
  });
});

it("says of a state from another module where it comes from", () => {
  const { compiled } = compile(modulesOf('import { withTax } from "./lib.ts";', "return await withTax(n);"));
  const place = compiled?.sourceMap["twice"];
  expect(place?.file?.path).toBe("lib.ts");
  expect(lib.slice(place?.span.start, place?.span.end)).toBe("twice({ n })");
});
