import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import esbuild from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";

import { bundleTasks } from "./bundle-tasks.ts";
import { toDockerfile } from "./to-dockerfile.ts";

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
