import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import esbuild from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";

import { flow } from "../index.ts";
import { declaredAt, moduleOf } from "./declared-at.ts";
import { deployWithSdk } from "./deploy-with-sdk.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-deploy-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = { module: "/flows/nightly.ts" };

test("the flow, its module and all options go to the SDK", async () => {
  const given: unknown[] = [];
  const deployed = await deployWithSdk(
    "nightly",
    { name: "prod", parameters: { limit: 100 }, secrets: { KEY: "arn" } },
    here,
    async () => ({ deployFlow: async (options: unknown) => given.push(options) }),
  );
  expect(deployed).toBe(1);
  expect(given).toEqual([
    {
      module: "/flows/nightly.ts",
      flow: "nightly",
      name: "prod",
      parameters: { limit: 100 },
      secrets: { KEY: "arn" },
    },
  ]);
});

test("an entry that is given is the module", async () => {
  const given: object[] = [];
  const sdk = async () => ({ deployFlow: async (options: object) => given.push(options) });
  await deployWithSdk("nightly", { name: "prod", entry: "file:///elsewhere.ts" }, here, sdk);
  await expect(deployWithSdk("nightly", { name: "prod" }, { module: undefined }, sdk)).rejects.toMatchObject({
    code: "ACME_NO_MODULE",
    hint: expect.stringContaining("entry: import.meta.url"),
  });
  expect(given).toMatchObject([{ module: "file:///elsewhere.ts" }]);
  expect(given[0]).not.toHaveProperty("entry");
});

const absent = async () => {
  throw Object.assign(new Error("Cannot find package '@acme-engine/sdk' imported from here"), {
    code: "ERR_MODULE_NOT_FOUND",
  });
};

test("an SDK that is not there is asked for", async () => {
  const module = join(folder, "flow.ts");
  await expect(deployWithSdk("nightly", { name: "prod" }, { module }, absent)).rejects.toMatchObject({
    code: "ACME_NO_SDK",
    message: "deploy() needs @acme-engine/sdk, which is not installed",
    hint: "npm install --save-dev @acme-engine/sdk",
  });
  await expect(deployWithSdk("nightly", { name: "prod" }, here, async () => ({}))).rejects.toMatchObject({
    code: "ACME_NO_SDK",
  });
  const broken = async () => {
    throw new Error("something in the SDK is broken");
  };
  await expect(deployWithSdk("nightly", { name: "prod" }, here, broken)).rejects.toThrow("is broken");
});

test("an SDK that only the flow's own project has is found", async () => {
  const sdk = join(folder, "node_modules", "@acme-engine", "sdk");
  mkdirSync(sdk, { recursive: true });
  writeFileSync(
    join(sdk, "package.json"),
    '{"name":"@acme-engine/sdk","type":"module","exports":"./index.js"}',
  );
  writeFileSync(
    join(sdk, "index.js"),
    "export const deployFlow = async ({ flow }) => ({ name: `sdk of ${flow}` });",
  );
  const module = pathToFileURL(join(folder, "flow.ts"));
  const deployed = await deployWithSdk("nightly", { name: "prod", entry: module }, here, (specifier) =>
    specifier.startsWith("file:") ? import(specifier) : absent(),
  );
  expect(deployed).toEqual({ name: "sdk of nightly" });
});

const declare = () => declaredAt(declare);

test("a flow knows the module that it is written in", () => {
  const { module = "" } = declare();
  expect(module.startsWith("file:") ? fileURLToPath(module) : module).toBe(fileURLToPath(import.meta.url));
  expect(flow({ name: "nightly" }, async () => 1).deploy).toBeTypeOf("function");
});

test.each([
  ["Error\n    at file:///a/b c/flow.ts:3:24", "file:///a/b c/flow.ts"],
  ["Error: x\n    at make (/a/flow.ts:3:24)", "/a/flow.ts"],
  ["Error\n    at async file:///a/flow.ts:3:24", "file:///a/flow.ts"],
  ["Error\n    at new Thing (C:\\a\\flow.ts:3:24)", "C:\\a\\flow.ts"],
  ["Error\n    at <anonymous>", undefined],
  ["", undefined],
])("the module of %j", (stack, module) => {
  expect(moduleOf(stack)).toBe(module);
});

/** What a process says of the module of a flow: `deploy` of a stand-in for the SDK prints it. */
const printModule = (file: string) =>
  execFileSync(process.execPath, ["--conditions=source", file], { cwd: folder, encoding: "utf8" }).trim();

test("it does so where Node strips types, and a bundle says its own path", async () => {
  const sdk = join(folder, "node_modules", "@acme-engine", "sdk");
  mkdirSync(sdk, { recursive: true });
  writeFileSync(
    join(sdk, "package.json"),
    '{"name":"@acme-engine/sdk","type":"module","exports":"./index.js"}',
  );
  writeFileSync(
    join(sdk, "index.js"),
    "export const deployFlow = async ({ module }) => { console.log(String(module)); };",
  );
  const engine = JSON.stringify(fileURLToPath(new URL("../index.ts", import.meta.url)));
  const flowFile = join(folder, "flow.ts");
  writeFileSync(
    flowFile,
    `import { flow } from ${engine};\nexport const nightly = flow({ name: "nightly" }, async (p: { day?: string }) => p.day);`,
  );
  const script = join(folder, "deploy.ts");
  writeFileSync(script, `import { nightly } from "./flow.ts";\nawait nightly.deploy({ name: "prod" });`);
  const outfile = join(folder, "out.mjs");
  await esbuild.build({ entryPoints: [script], outfile, bundle: true, platform: "node", format: "esm" });
  expect(printModule(outfile)).toBe(pathToFileURL(outfile).href);
  expect(printModule(script)).toBe(pathToFileURL(flowFile).href);
});
