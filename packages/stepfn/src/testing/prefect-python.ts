import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

export const prefectVersion = "3.8.8";
/** Prefect 3.8.8 takes any from 0.139 on, and its server does not start with 0.165 (`min_items`). */
const fastapiVersion = "0.139.0";
const installTimeoutMs = 10 * 60_000;

/**
 * The Python of a virtual environment with Prefect, made once and kept in node_modules/.cache; or the reason why there is
 * none.
 */
export async function findPrefectPython(): Promise<{ python: string } | { reason: string }> {
  const cache = fileURLToPath(new URL("../../../../node_modules/.cache/acme-engine", import.meta.url));
  const folder = join(cache, `prefect-${prefectVersion}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return { python };
  const made = `${folder}.${process.pid}.tmp`;
  try {
    await mkdir(cache, { recursive: true });
    await run("python3", ["-m", "venv", made], { timeout: installTimeoutMs });
    const packages = [`prefect==${prefectVersion}`, `fastapi==${fastapiVersion}`];
    await run(join(made, "bin", "python"), ["-m", "pip", "install", "--quiet", ...packages], {
      timeout: installTimeoutMs,
    });
    await rename(made, folder);
    return { python };
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    return { reason: stderr.split("\n").at(-1) || String(error) };
  }
}
