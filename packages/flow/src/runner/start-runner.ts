import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { systemClock } from "../native/clock.ts";
import { runTask } from "./run-task.ts";

/**
 * Runs the task or flow that the environment names, and ends the process with an exit code that says how it went. `load` imports the module that
 * makes the tasks: `startRunner(() => import("./flow.ts"))` is the whole entry of a bundle.
 */
export async function startRunner(load: () => Promise<unknown>): Promise<never> {
  const terminated = new AbortController();
  const crashed = new AbortController();
  process.on("SIGTERM", () => terminated.abort(new Error("the container was told to stop")));
  // An unhandled rejection comes here too.
  process.on("uncaughtException", (error) => crashed.abort(error));
  const environment = { ...process.env };
  // Only the runner answers for the task; what the task starts inherits the environment.
  delete process.env["ACME_TASK_TOKEN"];
  const exitCode = await runTask({
    environment,
    fetch,
    readFile: (path) => readFile(path, "utf8"),
    clock: systemClock,
    random: Math.random,
    createId: randomUUID,
    log: (line) => process.stderr.write(`acme: ${line}\n`),
    load,
    terminated: terminated.signal,
    crashed: crashed.signal,
  });
  // Whatever the task has left open does not keep the container.
  process.exit(exitCode);
}
