import { readFileSync } from "node:fs";

import { CliError } from "../cli-error.ts";

/** Reads a JSON file (`-` is standard input); errors name the file, what it should be and, where JSON breaks, the place. */
export function readJsonFile(path: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new CliError("ACME_FILE", `The ${what} file ${path} ${why}.`, { cause: error });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("ACME_FILE", `The ${what} file ${path} is not valid JSON: ${reason}.`, {
      cause: error,
    });
  }
}
