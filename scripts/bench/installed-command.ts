import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs `measure` with the command as npm would install it (its bin and its bundle, no sources beside it) and an empty folder. */
export async function withInstalledCommand<Result>(
  measure: (acme: string, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "acme-bench-"));
  const cli = fileURLToPath(new URL("../../packages/cli/", import.meta.url));
  try {
    for (const part of ["bin", "dist", "package.json"])
      cpSync(join(cli, part), join(folder, "cli", part), { recursive: true });
    return await measure(join(folder, "cli", "bin", "acme.mjs"), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
