import { createHash } from "node:crypto";
import { toCanonicalJson } from "../json.ts";
import type { DefinitionFile } from "./definition-file.ts";

/** The same file with the hash of all that stands in it. */
export function withSourceHash<File extends DefinitionFile>(file: File): File {
  const text = toCanonicalJson(JSON.parse(JSON.stringify({ ...file, sourceHash: "" })));
  return { ...file, sourceHash: `sha256:${createHash("sha256").update(text).digest("hex")}` };
}

export function sortTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
