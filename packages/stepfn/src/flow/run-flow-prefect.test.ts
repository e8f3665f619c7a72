import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findPrefectPython, prefectVersion } from "../testing/prefect-python.ts";
import { createFlowFolder, runFlowCommand } from "../testing/run-python.ts";

const found = await findPrefectPython();
const python = "python" in found ? found.python : undefined;
if ("reason" in found) {
  console.warn(`The flow runner's tests with Prefect ${prefectVersion} are skipped: ${found.reason}`);
}

const flows = `
import asyncio
import time
from prefect import flow, task

@task
def double(x: int) -> int:
    return x * 2

@flow(log_prints=True)
def etl(day: str, limit: int = 10):
    print("loading", day)
    return {"day": day, "rows": double(limit)}

@task
def breaks():
    raise RuntimeError("the task broke")

@flow
def fails():
    breaks()

@flow
def waits():
    print("started", flush=True)
    # Not one long sleep: a signal between Python's last look and the system call would wait for its end.
    for _ in range(6000):
        time.sleep(0.1)

@flow
async def waits_async():
    print("started", flush=True)
    await asyncio.sleep(600)

@flow
async def generates(n: int):
    for i in range(n):
        print("item", i)
        yield await asyncio.sleep(0, i)
`;

/** Prefect starts a server for each of these; on a small machine that takes a while. */
const timeout = 180_000;

async function run(flow: string, parameters: object = {}, terminateAt?: string) {
  await using folder = await createFlowFolder({
    "flows/etl.py": flows,
    "flows/broken.py":
      "import not_installed_anywhere\nfrom prefect import flow\n\n@flow\ndef f():\n    pass\n",
  });
  const path = join(folder.path, "result.json");
  const ended = await runFlowCommand(folder, flow, {
    python: python ?? "",
    environment: {
      ACME_PARAMETERS: JSON.stringify(parameters),
      ACME_RESULT_PATH: path,
      // Neither has any effect: a flow in a container brings its own server.
      PREFECT_API_URL: "http://127.0.0.1:9/api",
      PREFECT_HOME: "/nowhere/at/all",
    },
    onStdout: (stdout, kill) => {
      if (terminateAt !== undefined && stdout.includes(terminateAt)) kill("SIGTERM");
    },
  });
  const text = await readFile(path, "utf8").catch(() => undefined);
  return { ...ended, result: text === undefined ? undefined : (JSON.parse(text) as unknown) };
}

describe.skipIf(python === undefined)(`a flow of Prefect ${prefectVersion}`, { timeout }, () => {
  test("runs with its tasks, no server given, and leaves its result", async () => {
    const ended = await run("flows/etl.py:etl", { day: "2026-01-31" });
    expect(ended).toMatchObject({ code: 0, result: { day: "2026-01-31", rows: 20 } });
    expect(ended.stderr).toContain("loading 2026-01-31");
    expect(ended.stderr).toContain("Finished in state Completed()");
  });

  test("that fails ends with 1 and the traceback, where `prefect flow-run execute` ends with 0", async () => {
    const ended = await run("flows/etl.py:fails");
    expect(ended).toMatchObject({ code: 1, result: undefined });
    expect(ended.stderr).toContain("RuntimeError: the task broke");
  });

  test("that is async and generates is run to its end", async () => {
    expect(await run("flows/etl.py:generates", { n: 2 })).toMatchObject({
      code: 0,
      stdout: "item 0\nitem 1\n",
    });
  });

  test("ends with 64 for a parameter of the wrong type, before it has begun", async () => {
    const ended = await run("flows/etl.py:etl", { day: "x", limit: "many" });
    expect(ended.code).toBe(64);
    expect(ended.stderr).toContain("limit: Input should be a valid integer");
    expect(ended.stderr).not.toContain("Beginning flow run");
  });

  test("ends with 64 for an unknown parameter and a missing one", async () => {
    const ended = await run("flows/etl.py:etl", { dya: "x" });
    expect(ended.code).toBe(64);
    expect(ended.stderr).toContain(
      "wrong parameters: unknown dya (did you mean day?); missing day. The flow takes: day, limit",
    );
  });

  test("ends with 65 when something that it imports is missing, rather than run as a stub", async () => {
    const ended = await run("flows/broken.py:f");
    expect(ended.code).toBe(65);
    expect(ended.stderr).toContain("No module named 'not_installed_anywhere'");
  });

  test.each(["waits", "waits_async"])("ends with 143 on SIGTERM: %s", async (flow) => {
    expect(await run(`flows/etl.py:${flow}`, {}, "started\n")).toMatchObject({ code: 143 });
  });
});
