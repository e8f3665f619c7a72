import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { CliError } from "../cli-error.ts";
import { readTextFile } from "../project/read-file.ts";
import { isSource } from "./flow-argument.ts";

/** A flow's file, as text. */
export interface FlowFile {
  /** As typed, for messages. */
  path: string;
  absolutePath: string;
  source: string;
}

/** Throws `AcmeError` ACME_FILE, with the names that may have been meant, when there is no such file. */
export async function readFlowFile(path: string, cwd: string): Promise<FlowFile> {
  const absolutePath = resolve(cwd, path);
  if (!existsSync(absolutePath)) {
    const near = await nearestFiles(path, absolutePath);
    throw new CliError("ACME_FILE", `There is no file ${JSON.stringify(path)}.`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(" or ")}?`
          : "Give the path of the module that has the flow, from the current folder.",
    });
  }
  // TypeScript leaves a byte order mark out of its positions, and so do editors.
  const source = readTextFile(absolutePath, "flow").replace(/^\uFEFF/, "");
  return { path, absolutePath, source };
}

/** Modules of the same folder with a like name; all of them when they are few; else the same name in folders below. */
async function nearestFiles(path: string, absolutePath: string): Promise<string[]> {
  const { nearestNames } = await import("@acme-engine/stepfn/compile-flow");
  const folder = dirname(absolutePath);
  if (!existsSync(folder)) return [];
  const inFolder = dirname(path);
  const files = readdirSync(folder, { withFileTypes: true });
  const names = files.filter((entry) => entry.isFile() && isSource(entry.name)).map(({ name }) => name);
  const near = nearestNames(basename(path), names);
  if (near.length > 0 || names.length > 5) return near.map((name) => join(inFolder, name));
  const below = files
    .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
    .map(({ name }) => join(name, basename(path)))
    .filter((name) => existsSync(join(folder, name)));
  return [...names.toSorted(), ...below].map((name) => join(inFolder, name));
}
