import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { compare, timeProcess } from "./measure.ts";
import type { Row } from "./row.ts";

/** From the command line to the first answer of `acme up`, over a Node that does nothing. */
export async function measureEngineStart(acme: string, folder: string): Promise<Row[]> {
  writeFileSync(join(folder, "empty.mjs"), "");
  const bare = () => timeProcess(process.execPath, [join(folder, "empty.mjs")]);
  const { a, b } = await compare(15, () => timeFirstAnswer(acme, folder), bare);
  return [
    {
      what: "acme up, to its first answered call, over bare node",
      value: `${(a - b).toFixed(0)} ms`,
      peer: `bare node ${b.toFixed(0)} ms`,
      aim: "≤ 150 ms",
    },
  ];
}

async function timeFirstAnswer(acme: string, folder: string): Promise<number> {
  const home = mkdtempSync(join(folder, "home-"));
  const start = performance.now();
  const child = spawn(process.execPath, [acme, "up", "--port", "0"], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", ACME_HOME: home, ACME_RUNTIME: "process" },
    // What it says at its end is not ours to show.
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  const url = await readUrl(child.stdout);
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AWSStepFunctions.ListStateMachines",
    },
    body: "{}",
  });
  if (response.status !== 200) throw new Error(`the engine answered ${response.status}`);
  await response.text();
  const took = performance.now() - start;
  child.kill("SIGTERM");
  await exited;
  rmSync(home, { recursive: true, force: true });
  return took;
}

async function readUrl(stdout: AsyncIterable<Buffer>): Promise<string> {
  let printed = "";
  for await (const chunk of stdout) {
    printed += chunk.toString("utf8");
    const url = /http:\/\/[0-9.]+:[0-9]+/.exec(printed)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`acme up ended before it said where it is: ${printed}`);
}
