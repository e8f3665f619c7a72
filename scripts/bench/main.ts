/**
 * `npm run bench [-- --json]`: how fast the things are that a user waits for, each beside a peer or a bare loop in the same run.
 * `npm run bench` builds first, so what is measured is what is published.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { measureContainerTask } from "./container-task.ts";
import { measureDeployCalls } from "./deploy-calls.ts";
import { measureColdStarts } from "./cold-start.ts";
import type { Row } from "./row.ts";
import { measureSdkCalls } from "./sdk-calls.ts";

const folder = mkdtempSync(join(tmpdir(), "acme-bench-"));
const acme = installCommand(folder);
try {
  const rows: Row[] = [
    ...(await measureColdStarts(acme, folder)),
    ...(await measureDeployCalls()),
    ...(await measureContainerTask()),
    ...(await measureSdkCalls()),
  ];
  print(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The command as npm would install it: its bin and its bundle, no sources beside it. */
function installCommand(target: string): string {
  const cli = fileURLToPath(new URL("../../packages/cli/", import.meta.url));
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(cli, part), join(target, "cli", part), { recursive: true });
  return join(target, "cli", "bin", "acme.mjs");
}

function print(rows: readonly Row[]): void {
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ node: process.version, rows }, null, 2));
    return;
  }
  const cells = rows.map(({ what, value, peer, ratio, aim }) => [
    what,
    value,
    peer ?? "",
    ratio?.toFixed(2) ?? "",
    aim ?? "",
  ]);
  const table = [["what", "measured", "beside it", "ratio", "aim"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((index) => Math.max(...table.map((row) => (row[index] ?? "").length)));
  for (const row of table)
    console.log(
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
