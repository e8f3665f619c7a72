#!/usr/bin/env node
// Checks the version of Node before anything that an older one cannot parse is loaded.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`acme needs Node 22.18 or newer; this is ${process.version} (${process.execPath}).`);
  process.exit(1);
}

const source = new URL("../src/main.ts", import.meta.url);
if (existsSync(source)) {
  // A checkout of the project: run the sources, so that nothing stale is run.
  const { spawnSync } = await import("node:child_process");
  const { fileURLToPath } = await import("node:url");
  process.on("SIGINT", () => {});
  const args = ["--conditions=source", fileURLToPath(source), ...process.argv.slice(2)];
  const { status, signal } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--help" || words[0] === "-h" || words[0] === "help")) {
  // The build wrote it down: nothing has to be loaded for it, not even the stream of standard output.
  writeFileSync(1, readFileSync(new URL("../dist/help.txt", import.meta.url)));
} else {
  (await import("node:module")).enableCompileCache?.();
  await import("../dist/main.js");
}
