import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

export interface Finished {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command that runs: what it has printed so far, and its end. */
export interface Running {
  readonly child: ChildProcess;
  readonly printed: { stdout: string; stderr: string };
  readonly finished: Promise<Finished>;
  /** Resolves with what was printed once `text` is part of stdout or stderr; rejects when the command ends before that. */
  seen(text: string): Promise<string>;
}

/** A project folder of its own, and the `acme` command run in it from the sources, as a process of its own. */
export interface World {
  readonly folder: string;
  /** The command's words, split at blanks; words with blanks of their own come after: `run("deploy a --", "echo x y")`. */
  start(line: string, ...words: string[]): Running;
  run(line: string, ...words: string[]): Promise<Finished>;
  /** `acme up` on a free port. */
  up(): Promise<Running & { url: string }>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

/** `env` is added to the little that commands get of this process's environment. */
export function createWorld(env: Record<string, string> = {}): World {
  const folder = mkdtempSync(join(tmpdir(), "acme-world-"));
  const running = new Set<Running>();

  const world: World = {
    folder,
    start(line, ...words) {
      const argv = [...line.split(/ +/), ...words];
      const child = spawn(process.execPath, ["--conditions=source", main, ...argv], {
        cwd: folder,
        // Nothing of the machine's own AWS set-up, and processes unless a test wants containers.
        env: { PATH: process.env["PATH"], HOME: folder, ACME_RUNTIME: "process", NO_COLOR: "1", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const one = follow(child);
      running.add(one);
      void one.finished.then(() => running.delete(one));
      return one;
    },
    run: (line, ...words) => world.start(line, ...words).finished,
    async up() {
      const engine = world.start("up --port 0");
      const text = await engine.seen("Engine at http");
      const url = /Engine at (http:\/\/[^,\s]+)/.exec(text)?.[1] ?? "";
      return { ...engine, url };
    },
    async close() {
      for (const one of running) one.child.kill("SIGTERM");
      await Promise.all([...running].map((one) => one.finished));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return world;
}

function follow(child: ChildProcess): Running {
  const printed = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  let ended = false;
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      for (const watch of watchers) watch();
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => {
      ended = true;
      for (const watch of watchers) watch();
      resolve({ exitCode, signal, ...printed });
    });
  });
  return {
    child,
    printed,
    finished,
    seen: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          const all = printed.stdout + printed.stderr;
          if (all.includes(text)) resolve(all);
          else if (ended) reject(new Error(`the command ended without printing "${text}":\n${all}`));
          else return;
          watchers.delete(watch);
        };
        watchers.add(watch);
        watch();
      }),
  };
}
