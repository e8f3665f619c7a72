import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { compare, timeProcess } from "./measure.ts";
import type { Row } from "./row.ts";

/** Whole processes against a Node that does nothing. */
export async function measureColdStarts(acme: string, folder: string): Promise<Row[]> {
  const env = { ...process.env, NO_COLOR: "1", ACME_HOME: join(folder, ".acme"), ACME_RUNTIME: "process" };
  const node = (...args: string[]) => timeProcess(process.execPath, args, { cwd: folder, env });
  writeFileSync(join(folder, "empty.mjs"), "");
  const bare = () => node(join(folder, "empty.mjs"));

  const help = await compare(20, () => node(acme, "--help"), bare);

  node(acme, "cluster", "deploy");
  const deploy = () => node(acme, "deploy", "bench", "--image", "bench:1", "--", "true");
  const first = deploy();
  const again = await compare(10, deploy, bare);

  const beside = (bareMs: number) => `bare node ${bareMs.toFixed(0)} ms`;
  return [
    {
      what: "acme --help",
      value: `${help.a.toFixed(0)} ms`,
      peer: beside(help.b),
      ratio: help.ratio,
      aim: "≤ 1.3",
    },
    {
      what: "acme deploy, first, engine in process",
      value: `${first.toFixed(0)} ms`,
      peer: beside(again.b),
      ratio: first / again.b,
    },
    {
      what: "acme deploy, nothing to do, engine in process",
      value: `${again.a.toFixed(0)} ms`,
      peer: beside(again.b),
      ratio: again.ratio,
    },
  ];
}
