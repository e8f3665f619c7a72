/**
 * `npm start`: what a person would type to deploy and run this example, typed for them. Each command is shown before it runs, and
 * each is the real one.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { createInterruptSignal, createProcessIo, runAcme } from "@acme-engine/cli";

const folder = fileURLToPath(new URL(".", import.meta.url));
const io = { ...createProcessIo(), cwd: folder };
const signal = createInterruptSignal();

buildImage("acme-example-weather:1");
process.exitCode =
  (await acme("cluster", "deploy")) || (await acme("deploy")) || (await acme("run", "weather", "--wait"));

if (process.exitCode === 0) {
  io.stderr.write(
    [
      "",
      "What to type next, in examples/weather:",
      "  npx acme run weather -p year=2013 --wait     another year",
      "  npx acme runs                                what has run",
      "  npx acme up                                  keep the engine running, for the aws CLI and SDKs",
      "  npx acme doctor                              what this machine has, and what AWS would need",
      "",
    ].join("\n"),
  );
}

function acme(...argv: string[]): Promise<number> {
  io.stderr.write(`\n$ acme ${argv.join(" ")}\n`);
  return runAcme(argv, io, signal);
}

/** With a container engine at hand the job runs in a container, and that needs its image. */
function buildImage(tag: string): void {
  if (spawnSync("docker", ["version"], { stdio: "ignore" }).status !== 0) return;
  io.stderr.write(`\n$ docker build -t ${tag} examples/weather\n`);
  const { status } = spawnSync("docker", ["build", "--quiet", "-t", tag, folder], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0)
    io.stderr.write("The image could not be built, so the job runs as a process, without an image.\n");
}
