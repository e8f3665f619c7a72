import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileFlow } from "../../compile-flow.ts";
import { formatDiagnostic } from "../../source/format-diagnostic.ts";
import { toPlainTaskState } from "../../testing/run-both.ts";
import type { Type } from "../type.ts";
import { startTypeScript, type TypeScript } from "./start-typescript.ts";

const engine = fileURLToPath(new URL("../../../../../flow/src/index.ts", import.meta.url));
let typeScript: TypeScript;
let folder: string;
beforeAll(async () => {
  const started = await startTypeScript({ engine });
  if (started.typeScript === undefined) throw new Error(started.why);
  ({ typeScript } = started);
  folder = realpathSync(mkdtempSync(join(tmpdir(), "acme-types-")));
});
afterAll(() => {
  typeScript.close();
  rmSync(folder, { recursive: true });
});

/** The type of the text between `[` and `]` marks. */
function typeOf(marked: string): Type | undefined {
  const start = marked.indexOf("«");
  const source = marked.replace("«", "").replace("»", "");
  return typeScript
    .open({ path: join(folder, "module.ts"), source })
    .typeAt({ start, end: marked.indexOf("»") - 1 });
}

const text: Type = { kind: "string" };
const number: Type = { kind: "number" };
const optional = (type: Type): Type => ({ kind: "union", parts: [{ kind: "undefined" }, type] });

describe("a type of TypeScript is known as", () => {
  it.each<[string, string, Type]>([
    ["a text", "string", text],
    ["a text, of literals", '"a" | "b"', text],
    ["a text, of a template", "`a${string}`", text],
    ["a text with a brand", 'string & { brand: "Id" }', text],
    ["a number, of a literal", "1", number],
    ["a boolean", "boolean", { kind: "boolean" }],
    ["null", "null", { kind: "null" }],
    ["undefined", "void", { kind: "undefined" }],
    ["a list", "readonly string[]", { kind: "array", item: text }],
    [
      "a list with a length",
      "[string, number]",
      { kind: "array", item: { kind: "union", parts: [text, number] }, items: [text, number] },
    ],
    [
      "a list of some",
      "[string, ...number[]]",
      { kind: "array", item: { kind: "union", parts: [text, number] } },
    ],
    ["an object", "{ a: string; b?: number }", { kind: "object", fields: { a: text, b: optional(number) } }],
    [
      "an object, of two",
      "{ a: string } & { b: number }",
      { kind: "object", fields: { a: text, b: number } },
    ],
    ["an object, mapped", 'Pick<{ a: string; b: number }, "a">', { kind: "object", fields: { a: text } }],
    [
      "an object or a list",
      "object",
      {
        kind: "union",
        parts: [
          { kind: "object", fields: {}, rest: { kind: "unknown" } },
          { kind: "array", item: { kind: "unknown" } },
        ],
      },
    ],
    ["a record", "Record<string, number>", { kind: "object", fields: {}, rest: number }],
    [
      "undefined and null apart",
      "string | null | undefined",
      { kind: "union", parts: [{ kind: "undefined" }, { kind: "null" }, text] },
    ],
  ])("%s: %s", (_what, written, expected) => {
    expect(typeOf(`declare const x: ${written}; export const y = [«x»];`)).toEqual(expected);
  });

  it.each([
    "any",
    "unknown",
    "{}",
    "{ length: number }",
    "Date",
    "Map<string, number>",
    "() => void",
    "bigint",
    "Promise<string>",
    "Error",
    "Uint8Array",
    "{ [at: number]: string }",
  ])("unknown, for it is no JSON or may be anything: %s", (written) => {
    expect(typeOf(`declare const x: ${written}; export const y = [«x»];`)).toEqual({ kind: "unknown" });
  });

  it("what an annotation names", () => {
    expect(
      typeOf(
        "interface Order extends Base { b: number } interface Base { a: string } export const f = (x: «Order») => x;",
      ),
    ).toEqual({
      kind: "object",
      fields: { b: number, a: text },
    });
  });

  it("an end to what has none", () => {
    expect(
      typeOf(
        "interface Tree { name: string; children: Tree[] } declare const x: Tree; export const y = [«x»];",
      ),
    ).toEqual({
      kind: "object",
      fields: { name: text, children: { kind: "array", item: { kind: "unknown" } } },
    });
  });

  it("what stands behind letters that are longer in UTF-8", () => {
    expect(typeOf('const s = "äöü 🙂"; declare const x: number; export const y = [s, «x»];')).toEqual(number);
  });

  it("an item that an index may not find", () => {
    expect(typeOf("declare const x: string[]; export const y = «x[0]»;")).toEqual({
      kind: "union",
      parts: [{ kind: "undefined" }, text],
    });
  });
});

const withFlow = (body: string): string => `import { flow, task } from "acme-engine";
const load = task({ name: "load" }, async ({ n }: { n: number }) => { return { rows: n, name: "x" }; });
export const example = flow({ name: "example" }, async ({ n }: { n: number }) => { ${body} });
`;

/** What is said of a module in a file, with nothing of it compiled. */
function errorsOf(path: string, source: string): string[] {
  return typeScript.open({ path, source }).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe("errors", () => {
  it("of TypeScript come first and in its words", () => {
    const path = join(folder, "flow.ts");
    const source = withFlow(
      'const { rows } = await load({ n: "1" }); return rows + (n as unknown as { a: 1 }) + `${Math.foo}`;',
    );
    const result = compileFlow({
      source,
      path,
      types: typeScript.open({ path, source }),
      toTaskState: toPlainTaskState,
    });
    expect(result.compiled).toBeUndefined();
    if (result.compiled !== undefined) return;
    const [first] = result.diagnostics;
    expect(result.diagnostics.map(({ code }) => code).slice(0, 2)).toEqual(["TS2322", "TS2365"]);
    expect(first === undefined ? "" : formatDiagnostic(first, source, "flow.ts")).toContain(
      ["error TS2322: Type 'string' is not assignable to type 'number'.", "  --> flow.ts:3:114"].join("\n"),
    );
  });

  it("of what a file outside of any project cannot resolve are none", () => {
    const source = `import { readFile } from "node:fs/promises";\nimport x from "not-installed";\nconsole.log(process.env, readFile, x);\n`;
    expect(errorsOf(join(folder, "flow.ts"), source)).toEqual([]);
    const inTask = withFlow("return await load({ n });").replace(
      "rows: n",
      "rows: n, text: (await readFile('a')).length, on: await fetch('b')",
    );
    expect(errorsOf(join(folder, "flow.ts"), `import { readFile } from "node:fs";\n${inTask}`)).toEqual([]);
    expect(errorsOf(join(folder, "flow.ts"), "export const x = misspelt;")).toEqual([
      "TS2304 Cannot find name 'misspelt'.",
    ]);
    expect(errorsOf(join(folder, "flow.ts"), `import { flows } from "acme-engine"; flows;`)).toEqual([
      expect.stringContaining("TS2724"),
    ]);
  });

  it("that a project's own options do not make are none", () => {
    const path = project("lax", { strict: false });
    const source =
      "export const f = (xs: string[], y: { a: string } | undefined) => xs[0].length + y.a.length;";
    expect(errorsOf(path, source)).toEqual([]);
  });

  it("are those of the project: its types, its options", () => {
    const path = project("strict", { strict: true, noUnusedLocals: true, types: [] });
    writeFileSync(join(dirname(path), "globals.d.ts"), "declare const region: string;");
    expect(errorsOf(path, "export const f = () => region.length;")).toEqual([]);
    expect(errorsOf(path, "export const f = () => { const unused = region; };")).toEqual([
      "TS6133 'unused' is declared but its value is never read.",
    ]);
  });
});

it("types that a project's other files declare are known", () => {
  const path = project("imports", { strict: true });
  writeFileSync(join(dirname(path), "order.ts"), "export interface Order { id: string; total: number }");
  const source = `import type { Order } from "./order.ts";\nexport const id = (order: Order) => order.id;\n`;
  const at = source.lastIndexOf("order.id");
  expect(typeScript.open({ path, source }).typeAt({ start: at, end: at + "order".length })).toEqual({
    kind: "object",
    fields: { id: text, total: number },
  });
});

it("helpers of other modules are typed where they stand", () => {
  const path = project("helpers", { strict: true });
  const helper = {
    path: join(dirname(path), "label.ts"),
    source: `import type { Named } from "./named.ts";\nexport const label = (one: Partial<Named>) => (one.name === undefined ? "none" : one.name.toUpperCase());\n`,
  };
  writeFileSync(helper.path, helper.source);
  writeFileSync(join(dirname(path), "named.ts"), "export interface Named { name: string }");
  const source = `import { flow } from "acme-engine";
import { label } from "./label.ts";
export const example = flow({ name: "example" }, async ({ given }: { given: { name?: string } }) => label(given));\n`;
  const result = compileFlow({
    source,
    path,
    readModule: (specifier) => (specifier === "./label.ts" ? helper : undefined),
    types: typeScript.open({ path, source }),
    toTaskState: toPlainTaskState,
  });
  expect(result.compiled === undefined ? result.diagnostics : result.compiled.diagnostics).toEqual([]);
});

/** A folder with a tsconfig.json and acme-engine; gives the path of a flow file in it. */
function project(name: string, compilerOptions: object): string {
  const root = join(folder, name);
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(
    fileURLToPath(new URL("../../../../../flow", import.meta.url)),
    join(root, "node_modules", "acme-engine"),
  );
  const options = {
    module: "nodenext",
    customConditions: ["source"],
    target: "esnext",
    allowImportingTsExtensions: true,
    noEmit: true,
    ...compilerOptions,
  };
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  return join(root, "flow.ts");
}

it("a new text of a file is another module", () => {
  const path = join(folder, "again.ts");
  for (const [written, kind] of [
    ["string", "string"],
    ["number", "number"],
    ["boolean", "boolean"],
  ]) {
    const source = `declare const x: ${written}; export const y = [x];`;
    const start = source.lastIndexOf("x");
    expect(typeScript.open({ path, source }).typeAt({ start, end: start + 1 })).toEqual({ kind });
  }
});
