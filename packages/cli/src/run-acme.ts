import { CommanderError } from "commander";

import type { Io } from "./output/io.ts";
import { printError } from "./output/print-error.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command line and gives its exit code: 0 done, 1 the user can fix it, 2 bad usage, 70 our bug, 130 Ctrl-C, or the job's
 * own with `run --wait`.
 */
export async function runAcme(argv: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  let exitCode = 0;
  const program = createProgram(io, signal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // commander has printed its own words: help and version end with 0, everything else is bad usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return printError(error, argv, io, signal);
  }
}
