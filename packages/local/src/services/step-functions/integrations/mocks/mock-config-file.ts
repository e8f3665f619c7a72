import { readFileSync, statSync } from "node:fs";

import { EngineError } from "../../../../engine-error.ts";
import { type MockConfig, parseMockConfig } from "./parse-mock-config.ts";

/** A mock configuration on disk, read again when it changes. */
export interface MockConfigFile {
  readonly path: string;
  /** As the file is now. Throws `EngineError` ACME_MOCK_CONFIG. */
  read(): MockConfig;
  /** As it was when it could last be read: what runs goes on while somebody edits the file. */
  readUsable(): MockConfig;
}

/** Throws `EngineError` ACME_MOCK_CONFIG when the file cannot be used. */
export function openMockConfigFile(path: string): MockConfigFile {
  let stamp = readStamp(path);
  let usable = load(path);
  const read = (): MockConfig => {
    const now = readStamp(path);
    if (now !== stamp) {
      usable = load(path);
      stamp = now;
    }
    return usable;
  };
  return {
    path,
    read,
    readUsable() {
      try {
        return read();
      } catch (error) {
        if (error instanceof EngineError) return usable;
        throw error;
      }
    },
  };
}

function load(path: string): MockConfig {
  return parseMockConfig(
    onDisk(path, () => readFileSync(path, "utf8")),
    path,
  );
}

/** Changes with the file. */
function readStamp(path: string): string {
  const { mtimeMs, size, ino } = onDisk(path, () => statSync(path));
  return `${mtimeMs} ${size} ${ino}`;
}

function onDisk<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new EngineError("ACME_MOCK_CONFIG", `The mock configuration ${path} ${why}.`, {
      hint: "Name another file with --mock-config or SFN_MOCK_CONFIG, or leave it out.",
      cause: error,
    });
  }
}
