import { readFile } from "node:fs/promises";
import { AcmeError } from "../acme-error.ts";
import type { DefinitionFile } from "./definition-file.ts";
import { findJsonPositions } from "./json-positions.ts";
import { DefinitionFileError, parseDefinitionFile } from "./parse-definition-file.ts";

/** The file with its text, which knows the lines. Errors name `path:line:column`. */
export async function readDefinitionFile(path: string): Promise<{ file: DefinitionFile; text: string }> {
  const text = await readText(path);
  try {
    return { file: parseDefinitionFile(parseJson(path, text)), text };
  } catch (error) {
    if (!(error instanceof DefinitionFileError)) throw error;
    const { positions } = findJsonPositions(text);
    const place = positions.get(error.pointer) ??
      positions.get(parentOf(error.pointer)) ?? { line: 1, column: 1 };
    throw new AcmeError(error.code, `${path}:${place.line}:${place.column}: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const [reason, hint] =
      code === "ENOENT"
        ? ["there is no such file", "Write it first with `acme compile`, or check the path."]
        : code === "EISDIR"
          ? ["it is a folder", "Name the definition file in it."]
          : [error instanceof Error ? error.message : String(error), "Check the file's permissions."];
    throw new AcmeError(
      "ACME_DEFINITION_FILE_UNREADABLE",
      `Cannot read the definition file ${path}: ${reason}.`,
      {
        hint,
        cause: error,
      },
    );
  }
}

function parseJson(path: string, text: string): unknown {
  if (text.trim() === "") {
    throw new AcmeError("ACME_DEFINITION_FILE_INVALID", `${path}:1:1: The definition file is empty.`, {
      hint: "Write it again with `acme compile`.",
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { line, column } = findJsonPositions(text).errorAt ?? { line: 1, column: 1 };
    throw new AcmeError(
      "ACME_DEFINITION_FILE_INVALID",
      `${path}:${line}:${column}: The definition file is not JSON: ${message}.`,
      {
        hint: "Mend it at that place, or write it again with `acme compile`.",
        cause: error,
      },
    );
  }
}

function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
}
