import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Engine, type EngineOptions, startEngine } from "./engine.ts";
import { EngineError } from "./engine-error.ts";

/**
 * An engine's home is a folder (`.acme/`) with two files: `engine.db`, everything it knows, and `engine.json`, where a running
 * engine can be reached. The database's lock says who owns the home; the second file only says where to find the owner.
 */
export interface RunningEngine {
  /** `http://127.0.0.1:4566` */
  url: string;
  pid: number;
}

export interface HomeOptions extends Omit<EngineOptions, "storePath" | "http"> {
  /** Default: a free port. */
  http?: { port: number; host?: string };
}

/** Starts an engine on a home. Throws `EngineError` ACME_STORE_LOCKED when another engine owns it. */
export async function startEngineAt(
  home: string,
  options: HomeOptions = {},
): Promise<Engine & { url: string }> {
  const engine = await startEngine({ http: { port: 0 }, ...options, storePath: join(home, "engine.db") });
  const { url } = engine;
  if (url === undefined) throw new TypeError("an engine on a home serves over HTTP");
  const address = join(home, "engine.json");
  try {
    writeAddress(address, { url, pid: process.pid });
  } catch (error) {
    await engine.close();
    throw new EngineError("ACME_STORE_UNWRITABLE", `Cannot write ${address}: ${messageOf(error)}.`, {
      hint: "Make the folder writable and its disk not full, or set ACME_HOME to another folder.",
      cause: error,
    });
  }
  return {
    ...engine,
    url,
    async close() {
      rmSync(address, { force: true });
      await engine.close();
    },
  };
}

/** The engine that runs on a home, or `undefined` when none answers. A file that a killed engine left is not believed. */
export async function findRunningEngine(home: string): Promise<RunningEngine | undefined> {
  const running = readAddress(join(home, "engine.json"));
  if (!running) return undefined;
  try {
    const response = await fetch(`${running.url}/_acme/health`, { signal: AbortSignal.timeout(2000) });
    const health = (await response.json()) as { engine?: unknown; pid?: unknown };
    return health.engine === "acme" && health.pid === running.pid ? running : undefined;
  } catch {
    return undefined;
  }
}

function readAddress(path: string): RunningEngine | undefined {
  try {
    const { url, pid } = JSON.parse(readFileSync(path, "utf8")) as Partial<RunningEngine>;
    return typeof url === "string" && typeof pid === "number" ? { url, pid } : undefined;
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that nobody reads half of it. */
function writeAddress(path: string, address: RunningEngine): void {
  mkdirSync(join(path, ".."), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(address));
  renameSync(temporary, path);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
