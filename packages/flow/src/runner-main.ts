#!/usr/bin/env node
/** `node runner-main.js tasks.js`, or with the module in ACME_TASK_MODULE: runs the task that ACME_TASK names. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { startRunner } from "./runner/start-runner.ts";

await startRunner(async () => {
  const module = process.argv[2] ?? process.env["ACME_TASK_MODULE"];
  if (!module) throw new Error("no module is given: name it as the argument or in ACME_TASK_MODULE");
  await import(pathToFileURL(resolve(module)).href);
});
