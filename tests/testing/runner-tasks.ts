/** Tasks for task-runner.test.ts: what a user would bundle. They run in processes of their own, started by the runner. */
import { existsSync, writeFileSync } from "node:fs";

import { task } from "acme-engine";

class OutOfStock extends Error {}
class SoldOut extends OutOfStock {}

task({ name: "extract" }, async ({ day }: { day: string }) => {
  console.log(`extracting ${day}`);
  return { files: [`${day}-a.csv`, `${day}-b.csv`] };
});

task({ name: "load" }, async ({ file }: { file: string }) => {
  if (file.includes("sunday")) throw new SoldOut(`nothing in ${file}`);
  return { rows: file.length };
});

task({ name: "make-text" }, async ({ length }: { length: number }) => "x".repeat(length));

task({ name: "measure" }, async ({ text }: { text: string }) => text.length);

/** Dies as a container does that has no memory left, but only the first time. */
task({ name: "dies-once" }, async ({ marker }: { marker: string }) => {
  if (existsSync(marker)) return "survived";
  writeFileSync(marker, "");
  process.kill(process.pid, "SIGKILL");
  return "not killed";
});

task({ name: "waits" }, async ({ marker }: { marker: string }, { signal }) => {
  console.log(`waiting for ${marker}`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  writeFileSync(marker, String(signal.reason));
});
