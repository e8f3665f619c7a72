import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { AcmeError } from "../acme-error.ts";
import type { DefinitionFile } from "./definition-file.ts";

/** Text of a definition file: two spaces, keys in the order of `DefinitionFile`, a newline at the end. */
export function formatDefinitionFile(file: DefinitionFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Writes the file whole or not at all; missing folders are made. */
export async function writeDefinitionFile(path: string, file: DefinitionFile): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(formatDefinitionFile(file));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new AcmeError(
      "ACME_DEFINITION_FILE_UNWRITABLE",
      `Cannot write the definition file ${path}: ${reason}.`,
      {
        hint: "Choose a path that is a file in a folder you may write to.",
        cause: error,
      },
    );
  }
}
