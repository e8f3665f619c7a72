import type { Io } from "../output/io.ts";

/** Surroundings that keep what a command prints. */
export interface RecordingIo extends Io {
  readonly printed: { stdout: string; stderr: string };
}

export function createRecordingIo(options: { cwd: string; env?: Record<string, string> }): RecordingIo {
  const printed = { stdout: "", stderr: "" };
  return {
    printed,
    cwd: options.cwd,
    env: options.env ?? {},
    isInteractive: false,
    stdout: {
      isTerminal: false,
      write: (text) => {
        printed.stdout += text;
      },
    },
    stderr: {
      isTerminal: false,
      write: (text) => {
        printed.stderr += text;
      },
    },
  };
}
