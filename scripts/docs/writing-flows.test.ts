import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { compileFlow } from "../../packages/stepfn/src/compile-flow/compile-flow.ts";
import { startTypes } from "../../packages/stepfn/src/compile-flow/testing/start-types.ts";
import { formatDiagnostic } from "../../packages/stepfn/src/compile-flow/source/format-diagnostic.ts";

const types = await startTypes();
afterAll(() => types.close());

const page = readFileSync(join(import.meta.dirname, "../../docs/writing-flows.md"), "utf8");
const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);

/** What stands around statements. */
const toModule = (block: string) =>
  block.startsWith("import")
    ? block
    : `import { asl, callback, flow, FlowError, task } from "acme-engine";
class NotFound extends FlowError {}
const measure = task({ name: "measure" }, async ({ path }: { path: string }): Promise<{ bytes: number }> => ({ bytes: path.length }));
const whoOwns = task({ name: "who-owns" }, async ({ path }: { path: string }): Promise<string> => path);
const release = task({ name: "release" }, async ({ path }: { path: string }): Promise<void> => void path);
const askForApproval = task({ name: "ask" }, async ({ token }: { token: string; path: string }): Promise<void> => void token);
export const example = flow({ name: "example" }, async ({ path, paths }: { path: string; paths: string[] }) => {
${block}
});
`;

it("has code", () => {
  expect(blocks.length).toBeGreaterThan(6);
});

it.each(blocks.map((block) => [block.split("\n").find((line) => !line.startsWith("import")) ?? "", block]))(
  "the code of the page compiles: %s",
  (_title, block) => {
    const source = toModule(block);
    const result = compileFlow({
      source,
      path: "page.ts",
      types: types.of(source),
      toTaskState: ({ name }) => ({ Resource: name }),
    });
    const said = result.compiled === undefined ? result.diagnostics : result.compiled.diagnostics;
    expect(said.map((one) => formatDiagnostic(one, source, "page.ts")).join("\n")).toBe("");
  },
);
