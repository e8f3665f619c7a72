import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flowCommand } from "./flow-command.ts";
import { packRunner } from "./pack-runner.ts";
import { packedRunner } from "./packed-runner.ts";
import { createFlowFolder, runFlowCommand } from "../testing/run-python.ts";

const python = spawnSync("python3", ["--version"], { encoding: "utf8" });
const hasPython = python.status === 0;
if (!hasPython) console.warn("The flow runner's tests are skipped: there is no python3 on the PATH.");

const etl = `
import sys
from beside import greeting

def etl(day, limit=10):
    print(greeting, day, limit)
    return {"day": day, "rows": limit * 2}

def nothing():
    pass

def fails(day):
    raise ValueError("no rows for " + day)

async def later(day):
    import asyncio
    await asyncio.sleep(0)
    return day + "!"

def batches(n):
    for i in range(n):
        print("batch", i)
        yield i
    return n

async def stream(n):
    for i in range(n):
        print("item", i)
        yield i

def anything(**options):
    return options

def first_only(a, /, b=2):
    return [a, b]

def leaves():
    sys.exit(3)

def odd():
    return {1, 2}

def not_a_number():
    return float("nan")

def much():
    return "x" * (11 * 1024 * 1024)

def api_url():
    import os
    return os.environ.get("PREFECT_API_URL")

class Job:
    @staticmethod
    def run():
        return "from a class"

def waits():
    import time
    try:
        print("started")
        time.sleep(60)
    finally:
        print("cleaned up")

number = 7
`;
const files = {
  "flows/etl.py": etl,
  "flows/beside.py": 'greeting = "hello"\n',
  "flows/broken.py": "import not_installed_anywhere\n\ndef f():\n    pass\n",
  "flows/json.py": 'def f():\n    return "not the json of the standard library"\n',
  "package/__init__.py": "",
  "package/module.py": "def f(x=1):\n    return __name__ + str(x)\n",
};

/** Runs a function and reads the result that it left in a file. */
async function run(entrypoint: string, parameters: unknown = {}, environment: Record<string, string> = {}) {
  await using folder = await createFlowFolder(files);
  const path = join(folder.path, "result.json");
  const ended = await runFlowCommand(folder, entrypoint, {
    environment: {
      ACME_PARAMETERS: typeof parameters === "string" ? parameters : JSON.stringify(parameters),
      ACME_RESULT_PATH: path,
      ...environment,
    },
  });
  const text = await readFile(path, "utf8").catch(() => undefined);
  return { ...ended, result: text === undefined ? undefined : (JSON.parse(text) as unknown) };
}

test("the packed runner is the one in python/run_flow.py (after a change: node packages/stepfn/src/flow/write-packed-runner.ts)", () => {
  const source = readFileSync(new URL("../../python/run_flow.py", import.meta.url), "utf8");
  expect(packedRunner).toBe(packRunner(source));
});

test("the command leaves most of a task definition's 64 KiB free, and compressed most of the overrides' 8,192 characters", () => {
  expect(flowCommand("a.py:f").join(" ").length).toBeLessThan(16_384);
  expect(flowCommand("a.py:f", { compressed: true }).join(" ").length).toBeLessThan(6000);
});

describe.skipIf(!hasPython)("a plain function", () => {
  test("gets its parameters, prints, and leaves its result", async () => {
    const ended = await run("flows/etl.py:etl", { day: "2026-01-31" });
    expect(ended).toMatchObject({ code: 0, result: { day: "2026-01-31", rows: 20 } });
    expect(ended.stdout).toBe("hello 2026-01-31 10\n");
    expect(ended.stderr).toBe("");
  });

  test("runs from the compressed command too", async () => {
    await using folder = await createFlowFolder(files);
    const ended = await runFlowCommand(folder, "flows/etl.py:etl", {
      environment: { ACME_PARAMETERS: '{"day": "x"}' },
      compressed: true,
    });
    expect(ended).toMatchObject({ code: 0, stdout: "hello x 10\n" });
  });

  test.each<[string, string, unknown, unknown]>([
    ["without parameters", "flows/etl.py:nothing", {}, null],
    ["of a dotted path", "package.module.f", { x: 3 }, "package.module3"],
    [
      "of a file in a package, under the name that others import it by",
      "package/module.py:f",
      {},
      "package.module1",
    ],
    ["in a class", "flows/etl.py:Job.run", {}, "from a class"],
    ["that is async", "flows/etl.py:later", { day: "x" }, "x!"],
    ["that takes anything", "flows/etl.py:anything", { a: 1, b: [2] }, { a: 1, b: [2] }],
    ["with positional-only parameters", "flows/etl.py:first_only", { a: 1 }, [1, 2]],
    [
      "in a file named like a module of the standard library",
      "flows/json.py:f",
      {},
      "not the json of the standard library",
    ],
  ])("%s works", async (_, entrypoint, parameters, result) => {
    expect(await run(entrypoint, parameters)).toMatchObject({ code: 0, result });
  });

  test("that generates is run to its end", async () => {
    expect(await run("flows/etl.py:batches", { n: 2 })).toMatchObject({
      code: 0,
      stdout: "batch 0\nbatch 1\n",
      result: 2,
    });
    expect(await run("flows/etl.py:stream", { n: 2 })).toMatchObject({ code: 0, stdout: "item 0\nitem 1\n" });
  });

  test("gets text with raw line breaks, as AWS's $string() writes it", async () => {
    expect(await run("flows/etl.py:anything", '{"a": "one\ntwo"}')).toMatchObject({
      code: 0,
      result: { a: "one\ntwo" },
    });
  });
});

describe.skipIf(!hasPython)("an API of Prefect in the environment", () => {
  const PREFECT_API_URL = "https://prefect.example.com/api";

  test("is hidden from the flow, which brings its own server", async () => {
    expect(await run("flows/etl.py:api_url", {}, { PREFECT_API_URL })).toMatchObject({
      code: 0,
      result: null,
    });
  });

  test("is used with ACME_PREFECT_API=keep", async () => {
    const environment = { PREFECT_API_URL, ACME_PREFECT_API: "keep" };
    expect(await run("flows/etl.py:api_url", {}, environment)).toMatchObject({
      code: 0,
      result: PREFECT_API_URL,
    });
  });
});

describe.skipIf(!hasPython)("the exit code", () => {
  test("is 1 when the function raises, with the traceback", async () => {
    const ended = await run("flows/etl.py:fails", { day: "x" });
    expect(ended).toMatchObject({ code: 1, result: undefined });
    expect(ended.stderr).toContain('raise ValueError("no rows for " + day)');
    expect(ended.stderr).toMatch(/ValueError: no rows for x\n$/);
    expect(ended.stderr).not.toContain("in main");
  });

  test("is the function's own when it calls sys.exit", async () => {
    expect(await run("flows/etl.py:leaves")).toMatchObject({ code: 3 });
  });

  test("is 64 for parameters that do not fit, each named", async () => {
    const ended = await run("flows/etl.py:etl", { dya: "x", other: 1 });
    expect(ended.code).toBe(64);
    expect(ended.stderr).toBe(
      "acme: wrong parameters: unknown dya (did you mean day?); unknown other; missing day. The flow takes: day, limit\n",
    );
  });

  test.each([
    ["no JSON", "{day}", /the parameters are not JSON: /],
    ["no object", "[1]", /the parameters are not a JSON object: \[1\]/],
  ])("is 64 for parameters that are %s", async (_, text, message) => {
    const ended = await run("flows/etl.py:etl", text);
    expect(ended.code).toBe(64);
    expect(ended.stderr).toMatch(message);
  });

  test.each([
    ["a missing file", "flows/none.py:etl", "no such file: "],
    ["a missing function", "flows/etl.py:none", "has no attribute 'none'"],
    ["a missing module", "nowhere.module.f", "No module named 'nowhere'"],
    ["a missing dependency", "flows/broken.py:f", "No module named 'not_installed_anywhere'"],
  ])("is 65 for %s", async (_, entrypoint, message) => {
    const ended = await run(entrypoint);
    expect(ended.code).toBe(65);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).toContain(`acme: cannot import ${entrypoint} from `);
  });

  test("is 65 for something that cannot be called", async () => {
    const ended = await run("flows/etl.py:number");
    expect(ended).toMatchObject({ code: 65 });
    expect(ended.stderr).toContain("flows/etl.py:number is a int, not a flow or a function");
  });

  test("is 143 after SIGTERM, and the function's clean-up has run", async () => {
    await using folder = await createFlowFolder(files);
    const ended = await runFlowCommand(folder, "flows/etl.py:waits", {
      onStdout: (stdout, kill) => {
        if (stdout === "started\n") kill("SIGTERM");
      },
    });
    expect(ended).toMatchObject({ code: 143, stdout: "started\ncleaned up\n" });
  });
});

describe.skipIf(!hasPython)("a result", () => {
  test.each([
    ["is not JSON", "flows/etl.py:odd", /the result, a set, is not JSON and is not kept/],
    [
      "is NaN, which JSON does not have",
      "flows/etl.py:not_a_number",
      /the result, a float, is not JSON and is not kept/,
    ],
    [
      "is over 10 MiB",
      "flows/etl.py:much",
      /the result has 11534338 bytes and is not kept; the limit is 10485760/,
    ],
  ])("that %s is left out with a line, and the job has succeeded", async (_, entrypoint, message) => {
    const ended = await run(entrypoint);
    expect(ended).toMatchObject({ code: 0, result: undefined });
    expect(ended.stderr).toMatch(message);
  });

  test("that cannot be stored fails the job with 74, unless it is None", async () => {
    const environment = { ACME_RESULT_PATH: "/nowhere/at/all" };
    expect(await run("flows/etl.py:Job.run", {}, environment)).toMatchObject({
      code: 74,
      stderr: expect.stringContaining("acme: the result cannot be stored: "),
    });
    expect(await run("flows/etl.py:nothing", {}, environment)).toMatchObject({ code: 0 });
  });
});
