import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { bundleTasks } from "acme-engine/bundle";
import { compileFlow, formatDiagnostic } from "@acme-engine/stepfn/compile-flow";
import esbuild from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

import { nightly } from "../examples/nightly/flow.ts";
import { buy } from "./testing/shop-flow.ts";
import { createRunnerWorld, type RunnerWorld } from "./testing/runner-world.ts";

// One source, two ways: the flow is called, and it is compiled, its tasks bundled, and run by Step Functions with a process for each task.

let world: RunnerWorld;
beforeAll(async () => {
  world = await createRunnerWorld();
});
afterAll(() => world.close());

/** The run of a flow's source on the engine. */
async function runCompiled(name: string, file: string, input: object) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const outfile = join(world.folder, `${name}.mjs`);
  const bundle = await bundleTasks({ entry: path, outfile, esbuild, conditions: ["source"] });
  await world.useCommand([process.execPath, bundle.path]);
  const source = readFileSync(path, "utf8");
  const result = compileFlow({
    source,
    path,
    toTaskState(task, given) {
      // As text: an expression's value, or JSON as it is.
      const expression = typeof given === "string" ? /^\{%(.*)%\}$/s.exec(given)?.[1] : undefined;
      return world.toTaskState(
        task.name,
        expression ? `{% $string(${expression}) %}` : JSON.stringify(given),
      );
    },
  });
  if (result.compiled === undefined) {
    throw new Error(result.diagnostics.map((each) => formatDiagnostic(each, source, path)).join("\n"));
  }
  return world.end(await world.start(name, result.compiled.definition, input));
}

test("a flow of tasks and a map gives on the engine what it gives when it is called", async () => {
  const input = { day: "monday", limit: 2 };
  const execution = await runCompiled("nightly", "../examples/nightly/flow.ts", input);
  expect(execution).toMatchObject({ status: "SUCCEEDED" });
  expect(JSON.parse(execution.output ?? "")).toEqual(await nightly(input));
  expect(await world.exitCodesOf("load")).toEqual([0, 0]);
});

test("an error that a task throws in its own process is caught by the flow, and one that is not ends both", async () => {
  const file = "./testing/shop-flow.ts";
  const lamps = await runCompiled("lamps", file, { item: "lamp" });
  expect(lamps.status).toBe("SUCCEEDED");
  expect(JSON.parse(lamps.output ?? "")).toEqual(await buy({ item: "lamp" }));
  expect(JSON.parse(lamps.output ?? "")).toEqual({ item: "lamp", status: "OutOfStock" });
  const ghosts = await runCompiled("ghosts", file, { item: "ghost" });
  expect(ghosts).toMatchObject({ status: "FAILED", error: "NoSuchItem" });
  await expect(buy({ item: "ghost" })).rejects.toMatchObject({ name: "NoSuchItem" });
});
