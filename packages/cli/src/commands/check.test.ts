import { afterEach, beforeEach, expect, test } from "vitest";

import { createFlowFolder, type FlowFolder, moduleWith } from "../testing/flow-folder.ts";

let world: FlowFolder;
beforeEach(() => {
  world = createFlowFolder();
});
afterEach(() => world.remove());

test("acme check ends with 0 when nothing is wrong, and says how many flows it saw", async () => {
  world.write("a.ts", moduleWith({ one: "return n;", two: "return await twice({ n });" }));
  world.write("b.ts", "export const a = 1;");
  expect(await world.acme("check", "a.ts")).toEqual({
    exitCode: 0,
    stdout: "a.ts: 2 flows, no errors\n",
    stderr: "",
  });
  expect((await world.acme("check", "a.ts", "b.ts")).stdout).toBe("2 files: 2 flows, no errors\n");
});

test("the problems of all flows of all files are told, each once, and it ends with 1", async () => {
  world.write("a.ts", moduleWith({ one: "return this;", two: "twice({ n });\nreturn n;" }));
  world.write("b.ts", "const =");
  const { exitCode, stdout } = await world.acme("check", "a.ts", "c.ts", "b.ts");
  expect(exitCode).toBe(1);
  for (const place of ["a.ts:6:8", "a.ts:9:1", "b.ts:1:7", 'There is no file "c.ts"'])
    expect(stdout).toContain(place);
  expect(stdout).toContain("3 files: 2 flows, 4 errors");
});

test("--json has for each problem what an editor needs", async () => {
  world.write("a.ts", moduleWith({ one: "\ttwice({ n });\nreturn n;" }));
  const { exitCode, stdout } = await world.acme("check", "a.ts", "--json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    {
      path: "a.ts",
      line: 6,
      column: 2,
      endLine: 6,
      endColumn: 14,
      code: "ACME1101",
      severity: "error",
      message: expect.any(String),
      notes: [],
      help: expect.any(String),
    },
  ]);
  world.write("b.ts", moduleWith({ one: "return n;" }));
  expect((await world.acme("check", "b.ts", "--json")).stdout).toBe("[]\n");
});

test("a frame marks the place below tabs and behind letters that take two units", async () => {
  world.write("a.ts", moduleWith({ one: '\tconst t = "🎉"; return this;' }));
  const { stdout } = await world.acme("check", "a.ts");
  expect(stdout).toContain('6 | \tconst t = "🎉"; return this;\n  | \t');
  const [, marks] = /\n {2}\| (\t *\^+)\n/.exec(stdout) ?? [];
  expect(marks).toBe(`\t${" ".repeat(23)}^^^^`);
});

test("a byte order mark and Windows' line ends move no place", async () => {
  world.write("a.ts", `\uFEFF${moduleWith({ one: "return this;" }).replaceAll("\n", "\r\n")}`);
  const { stdout } = await world.acme("check", "a.ts");
  expect(stdout).toContain("a.ts:6:8");
  expect(stdout).toContain("6 | return this;\n");
});

test("no file, or the name of a flow, is bad usage", async () => {
  expect(await world.acme("check")).toMatchObject({ exitCode: 2 });
  expect(await world.acme("check", "a.ts#one")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("acme check takes files"),
  });
});
