import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import esbuild from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";

import { bundleTasks } from "./bundle-tasks.ts";
import { toDockerfile } from "./to-dockerfile.ts";
import { writeDockerfile } from "./write-dockerfile.ts";

const authoring = JSON.stringify(fileURLToPath(new URL("../index.ts", import.meta.url)));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-bundle-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A project with that flow, and with this package where npm would put it. */
const bundle = (source: string, options: { external?: string[] } = {}) => {
  const installed = join(folder, "node_modules", "acme-engine");
  mkdirSync(installed, { recursive: true });
  const runner = fileURLToPath(new URL("../runner.ts", import.meta.url));
  writeFileSync(join(installed, "runner.ts"), `export * from ${JSON.stringify(runner)};`);
  writeFileSync(
    join(installed, "package.json"),
    '{"name":"acme-engine","exports":{"./runner":"./runner.ts"}}',
  );
  const entry = join(folder, "flow.ts");
  writeFileSync(entry, source);
  return bundleTasks({ entry, outfile: join(folder, "out", "tasks.mjs"), esbuild, ...options });
};

/** Runs a task of the bundle in a folder where nothing is installed. */
const run = (path: string, task: string, input: unknown = null) =>
  spawnSync(process.execPath, [path], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], ACME_TASK: task, ACME_INPUT: JSON.stringify(input) },
    encoding: "utf8",
    timeout: 20_000,
  });

test("a bundle runs each task of a module, exported or not, and needs nothing but Node", async () => {
  const { path, bytes, warnings } = await bundle(`
    import { task } from ${authoring};
    enum Level { Low = 1, High = 2 }
    task({ name: "one" }, async (input: { n: number }) => { console.log("one", input.n, Level.High); });
    export const two = task({ name: "two" }, async () => { console.log("two"); });
  `);
  expect(warnings).toEqual([]);
  expect(bytes).toBeLessThan(200_000);
  expect(run(path, "one", { n: 7 })).toMatchObject({ status: 0, stdout: "one 7 2\n", stderr: "" });
  expect(run(path, "two")).toMatchObject({ status: 0, stdout: "two\n" });
  expect(run(path, "three")).toMatchObject({
    status: 65,
    stderr: 'acme: there is no task "three"; there are: one, two\n',
  });
});

test("classes of one name keep it in a bundle", async () => {
  writeFileSync(join(folder, "other.ts"), "export class Busy extends Error {}; console.log(Busy.name);");
  const { path } = await bundle(`
    import { task } from ${authoring};
    import { Busy as Other } from "./other.ts";
    class Busy extends Error {}
    task({ name: "names" }, async () => { console.log(Busy.name, Other.name); });
  `);
  expect(run(path, "names").stdout).toBe("Busy\nBusy Busy\n");
});

test("a module that is still CommonJS can be part of it", async () => {
  writeFileSync(join(folder, "old.cjs"), 'exports.name = require("node:path").basename("/a/b");');
  const { path } = await bundle(`
    import { task } from ${authoring};
    import old from "./old.cjs";
    task({ name: "old" }, async () => { console.log(old.name); });
  `);
  expect(run(path, "old")).toMatchObject({ status: 0, stdout: "b\n" });
});

test("what a task throws and what cannot be loaded have their exit codes", async () => {
  const { path } = await bundle(`
    import { task } from ${authoring};
    if (process.env.ACME_TASK === "broken") throw new Error("no such luck");
    task({ name: "throws" }, async () => { throw new TypeError("thrown"); });
    task({ name: "elsewhere" }, () => new Promise(() => { setTimeout(() => { throw new Error("in a timer"); }); }));
  `);
  expect(run(path, "broken")).toMatchObject({ status: 65, stderr: expect.stringContaining("no such luck") });
  expect(run(path, "throws")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("TypeError: thrown"),
  });
  expect(run(path, "elsewhere")).toMatchObject({ status: 1, stderr: expect.stringContaining("in a timer") });
});

test("everything that cannot be bundled is told with its place", async () => {
  const problem = bundle(
    `import a from "not-installed";\nimport b from "./not-there.ts";\nconsole.log(a, b);`,
  );
  await expect(problem).rejects.toMatchObject({
    code: "ACME_BUNDLE",
    message: expect.stringMatching(
      /flow\.ts:1:15: Could not resolve "not-installed"\n.*flow\.ts:2:15: Could not resolve/,
    ),
  });
});

const install = (name: string, manifest: object, files: Record<string, string>) => {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, version: "1.0.0", ...manifest }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
};

test("modules, data and packages that a task imports are in the bundle, and what nobody uses is not", async () => {
  install(
    "shout",
    { type: "module", exports: "./index.js", sideEffects: false },
    {
      "index.js": `export const shout = (text) => text.toUpperCase(); export const unused = "never wanted";`,
    },
  );
  install("pad", { main: "index.cjs" }, { "index.cjs": `module.exports = (text) => text.padEnd(5, ".");` });
  mkdirSync(join(folder, "lib"));
  writeFileSync(join(folder, "lib", "rates.json"), '{"eur": 2}');
  writeFileSync(
    join(folder, "lib", "convert.ts"),
    `import rates from "./rates.json" with { type: "json" };
     export const convert = (amount: number): number => amount * rates.eur;`,
  );
  const { path, warnings } = await bundle(`
    import { task } from ${authoring};
    import { shout } from "shout";
    import pad from "pad";
    import { convert } from "./lib/convert.ts";
    const greeting = await Promise.resolve("hi");
    export const all = task({ name: "all" }, async () => { console.log(pad(shout(greeting)), convert(3)); });
  `);
  expect(warnings).toEqual([]);
  rmSync(join(folder, "node_modules"), { recursive: true });
  rmSync(join(folder, "lib"), { recursive: true });
  expect(run(path, "all")).toMatchObject({ status: 0, stdout: "HI... 6\n" });
  expect(readFileSync(path, "utf8")).not.toContain("never wanted");
});

test("a whole flow runs from the same bundle", async () => {
  const { path } = await bundle(`
    import { flow, task } from ${authoring};
    const twice = task({ name: "twice" }, async (n: number) => n * 2);
    export const etl = flow({ name: "etl", mode: "container" }, async ({ n }: { n: number }) => {
      console.log(await twice(n));
    });
  `);
  const ran = spawnSync(process.execPath, [path], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], ACME_FLOW: "etl", ACME_PARAMETERS: '{"n":4}' },
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(ran).toMatchObject({ status: 0, stdout: "8\n", stderr: "" });
});

test("what a bundler doubts is told with its place", async () => {
  const { warnings } = await bundle(`
    import { task } from ${authoring};
    task({ name: "odd" }, async () => { if (typeof process.pid === "nubmer") console.log(1); });
  `);
  expect(warnings).toEqual([expect.stringMatching(/flow\.ts:3:\d+: The "typeof" operator will never/)]);
});

test("a native package cannot be bundled, and may stay outside", async () => {
  install(
    "native",
    { main: "index.js" },
    { "index.js": `module.exports = require("./addon.node");`, "addon.node": "" },
  );
  const source = `import { task } from ${authoring}; import native from "native"; task({ name: "n" }, () => native.n);`;
  await expect(bundle(source)).rejects.toMatchObject({
    code: "ACME_BUNDLE",
    message: expect.stringContaining("addon.node"),
    hint: expect.stringContaining("external"),
  });
  const { bytes } = await bundle(source, { external: ["native"] });
  expect(bytes).toBeGreaterThan(0);
});

test("a Dockerfile is written where there is none, and one that is there stays", async () => {
  const options = { folder, bundle: join(folder, ".acme", "tasks.mjs") };
  const path = join(folder, "Dockerfile");
  expect(await writeDockerfile(options)).toEqual({ path, written: true });
  expect(readFileSync(path, "utf8")).toContain('COPY [".acme/tasks.mjs","tasks.mjs"]');
  writeFileSync(path, "FROM mine");
  expect(await writeDockerfile(options)).toEqual({ path, written: false });
  expect(readFileSync(path, "utf8")).toBe("FROM mine");
});

test("a package that is outside is left outside", async () => {
  const { bytes } = await bundle(`import a from "not-installed"; console.log(a);`, {
    external: ["not-installed"],
  });
  expect(bytes).toBeGreaterThan(0);
});

test("an image needs Node and the bundle", () => {
  expect(toDockerfile({ bundle: ".acme/tasks.mjs" })).toBe(
    `FROM node:24-slim
WORKDIR /app
COPY [".acme/tasks.mjs","tasks.mjs"]
USER node
CMD ["node", "--enable-source-maps", "tasks.mjs"]
`,
  );
});

test("a module outside of any project is bundled with the engine that bundles it", async () => {
  const entry = join(folder, "flow.ts");
  writeFileSync(
    entry,
    'import { task } from "acme-engine";\nexport const one = task({ name: "one" }, async () => { console.log("one"); });',
  );
  const { path } = await bundleTasks({
    entry,
    outfile: join(folder, "out", "tasks.mjs"),
    conditions: ["source"],
    esbuild,
  });
  expect(run(path, "one")).toMatchObject({ status: 0, stdout: "one\n" });
});
