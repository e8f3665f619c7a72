import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { runAcme } from "./run-acme.ts";
import { createRecordingIo } from "./testing/recording-io.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "acme-cli-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function acme(argv: string[], env: Record<string, string> = {}) {
  const io = createRecordingIo({ cwd, env });
  const exitCode = await runAcme(argv, io, new AbortController().signal);
  return { exitCode, ...io.printed };
}

describe("help", () => {
  test("lists the commands and ends with 0", async () => {
    const { exitCode, stdout } = await acme(["--help"]);
    expect(exitCode).toBe(0);
    for (const name of [
      "up",
      "cluster",
      "task",
      "compile",
      "check",
      "deploy",
      "run",
      "runs",
      "logs",
      "stop",
      "doctor",
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    }
  });

  test.each([
    ["deploy"],
    ["cluster", "deploy"],
    ["compile"],
    ["check"],
    ["graph"],
    ["build"],
    ["runs", "show"],
    ["run"],
    ["logs"],
    ["completion"],
  ])("of %s has examples", async (...command) => {
    const { exitCode, stdout } = await acme([...command, "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Examples:");
  });
});

describe("bad usage ends with 2 and says what was meant", () => {
  test.each([
    [["depoly"], "Did you mean deploy?"],
    [["run", "x", "--wiat"], "Did you mean --wait?"],
    [["run"], "missing required argument 'what'"],
    [["run", "x", "-p", "novalue"], '--param "novalue" is not of the form key=value.'],
    [["run", "x", "--target", "moon"], 'The target "moon" is not known; it is "local" or "aws".'],
    [["run", "x", "--profile", "p"], "--profile is for AWS"],
    [["run", "x", "--endpoint", "nowhere"], '--endpoint "nowhere" is not a URL.'],
    [["up", "--wait-scale", "2"], '--wait-scale "2" is no scale of time'],
    [["up", "--port", "many"], '--port "many" is not a port'],
    [["runs", "--status", "odd"], '--status "odd" is not known'],
    [["deploy"], "There is nothing to deploy"],
    [["deploy", "name"], 'There is no deployment "name" in acme.config.json'],
    [["deploy", "name", "--image", "a:1", "--name", "prod"], "--name is for flows"],
    [["run", "name", "--watch"], "--watch is for flows"],
    [["compile", "name", "--explain"], "--explain is for flows"],
    [["deploy", "name", "--cpu", "much"], '--cpu "much" is not a number.'],
    [["cluster", "delete", "--yes=maybe"], "error"],
    [["completion", "tcsh"], 'No completion for "tcsh"'],
  ])("%j", async (argv, message) => {
    const { exitCode, stderr } = await acme(argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe("files that are not as they should be end with 1, naming file and place", () => {
  test("a parameter file that is not there, is no JSON, or is no object", async () => {
    expect(await acme(["run", "x", "--params", "none.json"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`The parameter file ${join(cwd, "none.json")} does not exist.`),
    });
    writeFileSync(join(cwd, "bad.json"), "{a: 1}");
    expect(await acme(["run", "x", "--params", "bad.json"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("is not valid JSON"),
    });
    writeFileSync(join(cwd, "list.json"), "[1]");
    expect(await acme(["run", "x", "--params", "list.json"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("must hold a JSON object"),
    });
  });

  test.each([
    ["{", "is not valid JSON"],
    ["[]", "expected a JSON object"],
    ['{"clutser": "a"}', '"clutser" is not a field'],
    ['{"cluster": 1}', '"cluster" is 1, expected a string'],
    ['{"target": "moon"}', '"target" is "moon"'],
    ['{"waitScale": "fast"}', '"waitScale" is "fast", expected a number'],
    ['{"functions": ["a.mjs"]}', '"functions" must be an object'],
    ['{"passThrough": true}', '"passThrough" is true, expected a string'],
    ['{"deployments": {"a": {"name": "b"}}}', 'deployments.a has a "name"'],
  ])("acme.config.json with %s", async (text, message) => {
    writeFileSync(join(cwd, "acme.config.json"), text);
    const { exitCode, stderr } = await acme(["deploy"]);
    expect(stderr).toContain(message);
    expect(stderr).toContain("acme.config.json");
    expect(exitCode).toBe(1);
  });

  test.each([
    ['{"prod": {"flow": 1}}', "deployments.prod.flow is 1, expected a file"],
    [
      '{"buy/x": {"flow": "a.ts#look"}}',
      'deployments.buy/x is of the flow "buy", and its "flow" names "look"',
    ],
    ['{"prod": {"flow": "a.ts#look"}}', 'There is no file "a.ts"'],
  ])("acme.config.json with the deployments %s", async (deployments, message) => {
    writeFileSync(join(cwd, "acme.config.json"), `{"deployments": ${deployments}}`);
    expect(await acme(["deploy"])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
  });

  test("the nearest acme.config.json upwards is found", async () => {
    writeFileSync(join(cwd, "acme.config.json"), '{"cluster": 1}');
    mkdirSync(join(cwd, "deep", "er"), { recursive: true });
    const io = createRecordingIo({ cwd: join(cwd, "deep", "er") });
    expect(await runAcme(["deploy"], io, new AbortController().signal)).toBe(1);
    expect(io.printed.stderr).toContain('"cluster" is 1');
  });
});

describe("the embedded engine's settings for tasks", () => {
  /** An engine that is stopped as soon as it has said how it was started. */
  async function up(argv: string[], env: Record<string, string> = {}) {
    const io = createRecordingIo({ cwd, env });
    const exitCode = await runAcme(["up", "--port", "0", ...argv], io, AbortSignal.abort());
    return { exitCode, ...io.printed };
  }

  test("come from acme.config.json, and from the project's folder", async () => {
    const config = {
      functions: { charge: "./charge.mjs#handler" },
      mockConfig: "mocks.json",
      passThrough: "http://127.0.0.1:4567",
      waitScale: 0.5,
    };
    writeFileSync(join(cwd, "acme.config.json"), JSON.stringify(config));
    writeFileSync(join(cwd, "mocks.json"), "{}");
    const { exitCode, stdout } = await up([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Mock configuration: ${join(cwd, "mocks.json")}`);
    expect(stdout).toContain("Functions: charge");
    expect(stdout).toContain("Calls to other services go to http://127.0.0.1:4567");
    expect(stdout).toContain("Waits and pauses before retries take 0.5 of their time");
  });

  test("give way to the environment, and that to options", async () => {
    for (const name of ["a.json", "b.json"]) writeFileSync(join(cwd, name), "{}");
    const env = { SFN_MOCK_CONFIG: "a.json", SFN_WAIT_SCALE: "0.1" };
    expect((await up([], env)).stdout).toMatch(/a\.json[^]*take 0\.1 of/);
    const options = ["--mock-config", "b.json", "--wait-scale", "0"];
    expect((await up(options, env)).stdout).toMatch(/b\.json[^]*take 0 of/);
  });

  test.each([
    [["--mock-config", "none.json"], "none.json does not exist"],
    [["--pass-through", "moon"], 'Calls cannot be passed through to "moon"'],
  ])("%j ends with 1 and what is wrong", async (argv, message) => {
    const { exitCode, stderr } = await acme(["up", "--port", "0", ...argv]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
  });
});

test("with --json an error is a JSON document on stdout too", async () => {
  const { stdout } = await acme(["run", "x", "--params", "none.json", "--json"]);
  expect(JSON.parse(stdout)).toEqual({
    error: { code: "ACME_FILE", message: `The parameter file ${join(cwd, "none.json")} does not exist.` },
  });
});

test.each(["bash", "zsh", "fish"])("completion for %s knows every command", async (shell) => {
  const { exitCode, stdout } = await acme(["completion", shell]);
  expect(exitCode).toBe(0);
  for (const word of ["deploy", "describe", "completion", "doctor"]) expect(stdout).toContain(word);
});
