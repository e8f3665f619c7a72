import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createFlowFolder, type FlowFolder, moduleWith } from "../testing/flow-folder.ts";

let world: FlowFolder;
beforeEach(() => {
  world = createFlowFolder();
});
afterEach(() => world.remove());

test("acme graph prints Mermaid text, and writes SVG where a file asks for it", async () => {
  world.write("a.ts", moduleWith({ one: "if (n > 3) return await twice({ n }); return await half({ n });" }));
  const { exitCode, stdout } = await world.acme("graph", "a.ts#one");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("flowchart TD");
  expect(stdout).toContain('-->|"n #62; 3"|');
  expect((await world.acme("graph", "a.ts", "--out", "pictures/one.svg")).stdout).toBe(
    "Wrote pictures/one.svg\n",
  );
  expect(readFileSync(join(world.folder, "pictures", "one.svg"), "utf8")).toMatch(/^<svg .*<\/svg>\n$/s);
  expect((await world.acme("graph", "a.ts", "--format", "svg")).stdout).toMatch(/^<svg /);
  const json = JSON.parse((await world.acme("graph", "a.ts", "--json")).stdout) as object;
  expect(json).toEqual({ flow: "one", format: "mermaid", text: `${stdout.trimEnd()}\n` });
});

test("what does not compile has no picture", async () => {
  world.write("a.ts", moduleWith({ one: "return this;" }));
  const { exitCode, stdout, stderr } = await world.acme("graph", "a.ts");
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toContain("ACME1105");
  expect(await world.acme("graph", "a.ts", "--format", "png")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--format "png" is not known; it is one of mermaid, svg.'),
  });
});
