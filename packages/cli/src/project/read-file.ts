import { readFileSync } from "node:fs";

import { CliError } from "../cli-error.ts";

/** Reads a text file (`-` is standard input); errors name the file and what it should be. */
export function readTextFile(path: string, what: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new CliError("ACME_FILE", `The ${what} file ${path} ${why}.`, { cause: error });
  }
}

/** Reads a JSON file; where JSON breaks, the error says the place. */
export function readJsonFile(path: string, what: string): unknown {
  const text = readTextFile(path, what);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("ACME_FILE", `The ${what} file ${path} is not valid JSON: ${reason}.`, {
      cause: error,
    });
  }
}
