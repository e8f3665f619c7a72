import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { flowCommand } from "../flow/flow-command.ts";

/** A folder with a flow's files, as an image has them in its working directory. */
export interface FlowFolder {
  path: string;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function createFlowFolder(files: Record<string, string>): Promise<FlowFolder> {
  const path = await mkdtemp(join(tmpdir(), "acme-flow-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface Ended {
  /** undefined when a signal ended it. */
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs `flowCommand(entrypoint)` in the folder, with nothing of the test's own environment but PATH and HOME. */
export async function runFlowCommand(
  folder: FlowFolder,
  entrypoint: string,
  {
    python = "python3",
    environment = {},
    onStdout,
    compressed = false,
  }: {
    python?: string;
    environment?: Record<string, string>;
    /** Gets all that was printed so far; may send a signal. */
    onStdout?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
    compressed?: boolean;
  } = {},
): Promise<Ended> {
  const [command = "", ...words] = flowCommand(entrypoint, { python, compressed });
  const child = spawn(command, words, {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing is left running when a test has given up.
    timeout: 150_000,
    killSignal: "SIGKILL",
  });
  const ended: Ended = { code: undefined, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    ended.stdout += text;
    onStdout?.(ended.stdout, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    ended.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...ended, code: code ?? undefined }));
  });
}
