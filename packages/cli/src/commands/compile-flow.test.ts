import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createFlowFolder, type FlowFolder, moduleWith } from "../testing/flow-folder.ts";

let world: FlowFolder;
beforeEach(() => {
  world = createFlowFolder();
});
afterEach(() => world.remove());

const decides = `  const a = await twice({ n });
  if (a > 10) throw new TooLarge(\`\${a}\`);
  return await half({ n: a });`;

describe("acme compile FILE", () => {
  test("prints the state machine and nothing else on standard output", async () => {
    world.write("a.ts", moduleWith({ decide: decides }));
    const { exitCode, stdout, stderr } = await world.acme("compile", "a.ts");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ QueryLanguage: "JSONata", StartAt: "twice" });
    expect((await world.acme("compile", "./a.ts#decide")).stdout).toBe(stdout);
  });

  test("writes it with its source map beside it, to a file or into a folder", async () => {
    world.write("flows/a.ts", moduleWith({ decide: decides }));
    const folder = await world.acme("compile", "flows/a.ts", "--out", "build/");
    expect(folder).toMatchObject({
      exitCode: 0,
      stdout: `Wrote ${join("build", "decide.asl.json")} and ${join("build", "decide.map.json")}\n`,
    });
    const map = JSON.parse(readFileSync(join(world.folder, "build", "decide.map.json"), "utf8")) as object;
    expect(map).toMatchObject({
      version: 1,
      flow: "decide",
      source: "../flows/a.ts",
      states: { "if a > 10": { line: 7, column: 3, rules: ["if a > 10"] } },
    });
    await world.acme("compile", "flows/a.ts", "--out", "other.json");
    expect(readFileSync(join(world.folder, "other.json"), "utf8")).toBe(
      readFileSync(join(world.folder, "build", "decide.asl.json"), "utf8"),
    );
    expect(existsSync(join(world.folder, "other.map.json"))).toBe(true);
  });

  test("--explain says for each state where it comes from and why, and what a run costs", async () => {
    world.write("a.ts", moduleWith({ decide: decides }));
    const { stdout } = await world.acme("compile", "a.ts", "--explain");
    expect(stdout).toBe(`flow decide  a.ts
4 states, 3 transitions on the main path, whose steps are numbered
about $0.075 for 1,000 runs, at $0.025 for 1,000 transitions in us-east-1 (https://aws.amazon.com/step-functions/pricing/)

1  twice           Task    runs the task twice
   6 | const a = await twice({ n });
2  if a > 10       Choice  tasks, jumps or waits depend on this condition
   7 | if (a > 10) throw new TooLarge(\`\${a}\`);
   throw TooLarge  Fail    the flow throws
   7 | if (a > 10) throw new TooLarge(\`\${a}\`);
3  half            Task    runs the task half
   8 | return await half({ n: a });
`);
  });

  test("--json is one object with all of it", async () => {
    world.write("a.ts", moduleWith({ decide: decides }));
    const { stdout } = await world.acme("compile", "a.ts", "--json", "--explain", "--out", "a.asl.json");
    expect(JSON.parse(stdout)).toMatchObject({
      flow: "decide",
      path: "a.ts",
      definitionFile: "a.asl.json",
      sourceMapFile: "a.map.json",
      definition: { StartAt: "twice" },
      sourceMap: { states: { twice: { line: 6 } } },
      mainPath: ["twice", "if a > 10", "half"],
      diagnostics: [],
      explanation: { transitions: 3, cost: { dollarsPerThousandRuns: 0.075 } },
    });
  });
});

describe("what does not compile is told with its place, and nothing is written", () => {
  test.each<[string, string, string, string[]]>([
    ["a file that does not parse", "const a = ;", "a.ts", ["error TS1109", "a.ts:1:11", "^"]],
    [
      "a flow that is not there",
      moduleWith({ nightly: "return n;", weekly: "return n;" }),
      "a.ts#nigthly",
      ['there is no flow "nigthly"', 'did you mean "nightly"?', '"nightly", "weekly"'],
    ],
    [
      "several flows and none named",
      moduleWith({ nightly: "return n;", weekly: "return n;" }),
      "a.ts",
      ["it is not said which flow", "FILE#nightly", '"nightly", "weekly"'],
    ],
    ["a module without flows", "export const a = 1;", "a.ts", ["there is no flow in this module", "help: "]],
    [
      "two flows of one name",
      moduleWith({ nightly: "return n;" }) +
        'export const b = flow({ name: "nightly" }, async () => 1);\nconst c = 1;',
      "a.ts#nightly",
      ['two flows are called "nightly"', "a.ts:8:18", "note: the other one is here", "a.ts:5:24"],
    ],
    [
      "all independent problems at once",
      moduleWith({ nightly: "twice({ n });\nreturn this;" }),
      "a.ts",
      ["ACME1101", "a.ts:6:1", "ACME1105", "a.ts:7:8", "2 errors"],
    ],
  ])("%s", async (_, source, argument, expected) => {
    world.write("a.ts", source);
    const { exitCode, stdout, stderr } = await world.acme("compile", argument, "--out", "out.json");
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    for (const text of expected) expect(stderr).toContain(text);
    expect(readdirSync(world.folder)).toEqual(["a.ts"]);
  });

  test("a file that is not there, with the nearest names", async () => {
    world.write("flows/nightly.ts", moduleWith({ nightly: "return n;" }));
    const near = await world.acme("compile", "flows/nigthly.ts");
    expect(near).toMatchObject({ exitCode: 1, stdout: "" });
    expect(near.stderr).toContain('There is no file "flows/nigthly.ts".');
    expect(near.stderr).toContain(`Did you mean ${join("flows", "nightly.ts")}?`);
    expect((await world.acme("compile", "nightly.ts")).stderr).toContain(join("flows", "nightly.ts"));
  });

  test("with --json as one object", async () => {
    world.write("a.ts", moduleWith({ nightly: "return this;" }));
    const { exitCode, stdout } = await world.acme("compile", "a.ts", "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "ACME_COMPILE", message: "a.ts does not compile: 1 error." },
      diagnostics: [{ path: "a.ts", line: 6, column: 8, endLine: 6, endColumn: 12, code: "ACME1105" }],
    });
  });

  test("a flow that runs as a whole in a container has no states, and nothing to be checked", async () => {
    const whole = moduleWith({ one: "return [...new Map()].length;" }).replace(
      'name: "one"',
      'name: "one", mode: "container"',
    );
    world.write("a.ts", whole);
    const { exitCode, stderr } = await world.acme("compile", "a.ts");
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The flow "one" runs as a whole in one container, so it has no states.');
    expect(await world.acme("check", "a.ts", "--no-types")).toMatchObject({ exitCode: 0 });
  });

  test("what is for jobs only, or for flows only, is bad usage", async () => {
    world.write("a.ts", moduleWith({ nightly: "return n;" }));
    expect(await world.acme("compile", "a.ts", "--", "true")).toMatchObject({ exitCode: 2 });
    expect(await world.acme("compile", "job", "--explain")).toMatchObject({ exitCode: 2 });
  });
});

describe("types come from TypeScript", () => {
  const source = `import { flow, task } from "acme-engine";
const load = task({ name: "load" }, async ({ n }: { n: number }) => { const rows = await Promise.all([n]); return { rows }; });
export const typed = flow({ name: "typed" }, async ({ n }: { n: number }) => (await load({ n })).rows.length);
`;

  test("so that what a task returns need not be said", async () => {
    world.write("a.ts", source);
    const { exitCode, stderr } = await world.acme("compile", "a.ts");
    expect([exitCode, stderr]).toEqual([0, ""]);
    const plain = await world.acme("compile", "a.ts", "--no-types");
    expect(plain.stderr).toContain("warning ACME1304");
  });

  test("and its errors keep a flow from compiling, unless it is not asked", async () => {
    world.write("a.ts", source.replace("load({ n })", 'load({ n: "1" })'));
    const { exitCode, stderr } = await world.acme("compile", "a.ts");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "error TS2322: Type 'string' is not assignable to type 'number'.\n  --> a.ts:3:",
    );
    expect((await world.acme("compile", "a.ts", "--no-types")).exitCode).toBe(0);
  });
});
