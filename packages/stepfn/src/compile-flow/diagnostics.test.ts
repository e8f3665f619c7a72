import { expect, it } from "vitest";
import { compileFlow } from "./compile-flow.ts";
import { formatDiagnostic } from "./source/format-diagnostic.ts";
import { moduleOf } from "./testing/example-flows.ts";
import { toPlainTaskState } from "./testing/run-both.ts";

function codesOf(source: string): string[] {
  const result = compileFlow({ source, path: "flow.ts", toTaskState: toPlainTaskState });
  return result.compiled === undefined
    ? result.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)
    : [];
}

it.each([
  ["a promise that is not awaited", "const p = twice({ n }); return 1;", ["ACME1101"]],
  ["a task whose promise is dropped", "twice({ n }); return 1;", ["ACME1101"]],
  ["a task whose promise is dropped on purpose", "void twice({ n }); return 1;", ["ACME1101"]],
  ["Promise.race", "return await Promise.race([twice({ n })]);", ["ACME1100"]],
  [
    "await in a callback of an array method",
    "return list.filter(async (x) => (await twice({ n: x })) > 1);",
    ["ACME1103"],
  ],
  ["a class that is no error", "const d = new Map(); return 1;", ["ACME1105"]],
  ["this", "return this;", ["ACME1105"]],
  [
    "a branch that assigns a variable of the flow",
    "let t = 0; await map(list, async (x) => { t += await twice({ n: x }); }); return t;",
    ["ACME1107"],
  ],
  ["a change of what has two names", "const o = order; o.total = 5; return order;", ["ACME1108"]],
  [
    "a growing array with two names",
    "const xs: number[] = []; const ys = xs; xs.push(1); return ys;",
    ["ACME1108"],
  ],
  ["identity of objects", "return order === order;", ["ACME1109"]],
  ["texts compared with numbers", "return text < n;", ["ACME1110"]],
  ["an object in a text", "return `${order}`;", ["ACME1111"]],
  ["a sort by text of numbers", "return list.toSorted();", ["ACME1112"]],
  ["bits", "return n | 1;", ["ACME1114"]],
  ["toFixed", "return n.toFixed(2);", ["ACME1114"]],
  ["a name from nowhere", "return process.env;", ["ACME1115"]],
  ["undefined told from null", "return maybe === null;", ["ACME1116"]],
  ["an integer that doubles do not hold", "return 9007199254740993;", ["ACME1117"]],
  ["something thrown that is no error", "throw 'no';", ["ACME1119"]],
  [
    "what is wrong in a loop that could be a Map",
    "for (const x of list) { await twice({ n: x + nowhere }); }",
    ["ACME1115"],
  ],
  [
    "a case that can fail in a try",
    "try { switch (n) { case Number(text): return await twice({ n }); default: return 1; } } catch { return 0; }",
    ["ACME1120"],
  ],
  [
    "a loop over the keys of an array",
    "for (const k in list) { await twice({ n }); } return 1;",
    ["ACME1104"],
  ],
  ["a regular expression of JavaScript's own", "return text.replace(/(?<=a)b/, 'c');", ["ACME1113"]],
  [
    "all problems at once",
    "const p = twice({ n }); const o = order; o.total = 5; return `${order}`;",
    ["ACME1101", "ACME1108", "ACME1111"],
  ],
])("%s is refused", (_title, body, codes) => {
  expect(codesOf(moduleOf(body)).toSorted()).toEqual(codes);
});

it("a module that does not parse says where", () => {
  expect(codesOf("export const x = ;")).toEqual(["ACME1001"]);
});

it("a module without the flow says which there are", () => {
  const source = moduleOf("return 1;");
  const result = compileFlow({ source, path: "flow.ts", flow: "nightly", toTaskState: toPlainTaskState });
  expect(result).toMatchObject({
    compiled: undefined,
    diagnostics: [{ code: "ACME1002", help: 'Flows here: "example"' }],
  });
});

it("recursion is refused, and a helper of a helper is not", () => {
  const again = (body: string): string =>
    `const again = (n: number): number => ${body};\n${moduleOf("return again(n);")}`;
  expect(codesOf(again("again(n - 1)"))).toEqual(["ACME1106"]);
  expect(codesOf(again("double(n)"))).toEqual([]);
});

it("a problem is shown with its line", () => {
  const source = moduleOf("return order === order;");
  const result = compileFlow({ source, path: "flows/order.ts", toTaskState: toPlainTaskState });
  const [problem] = result.compiled === undefined ? result.diagnostics : [];
  if (problem === undefined) throw new Error("nothing was refused");
  expect(formatDiagnostic(problem, source, "flows/order.ts").split("\n")).toEqual([
    'error ACME1109: "===" compares the identity of arrays and objects, which JSON does not have',
    "   --> flows/order.ts:13:8",
    "   |",
    "13 | return order === order;",
    "   |        ^^^^^^^^^^^^^^^",
    "help: compare a field, or JSON.stringify() of both",
  ]);
});

it("the name of an error that JavaScript calls otherwise is refused, and its class is told all the same", () => {
  const withClass = (body: string): string => `class Late extends Error {}\n${moduleOf(body)}`;
  expect(codesOf(withClass("try { throw new Late('x'); } catch (e) { return e.name; }"))).toEqual([
    "ACME1119",
  ]);
  expect(codesOf(withClass("try { throw new Late('x'); } catch (e) { return e instanceof Late; }"))).toEqual(
    [],
  );
});

it.each([
  [
    "a task option that is no literal",
    "const n = 3;\nconst t = task({ name: 't', retries: n }, async (x: {}) => x);",
    "{ name: 'f' }",
  ],
  [
    "options that are spread",
    "const o = {};\nconst t = task({ name: 't', ...o }, async (x: {}) => x);",
    "{ name: 'f' }",
  ],
  [
    "a flow option that there is not",
    "const t = task({ name: 't' }, async (x: {}) => x);",
    "{ name: 'f', colour: 'blue' }",
  ],
])("refuses %s, rather than leave it out", (_title, declarations, flowOptions) => {
  const source = `import { flow, task } from "acme-engine";\n${declarations}\nexport const f = flow(${flowOptions}, async () => { await t({}); return 1; });\n`;
  expect(codesOf(source)).toContain("ACME1003");
});
