import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createModuleReader } from "../compile-flow/module/create-module-reader.ts";
import type { ReadModule } from "../compile-flow/module/module-reader.ts";

/** Reads what a flow's module imports from files; paths are relative to `folder`, as the module's own is. */
export function readModuleFiles(folder: string): ReadModule {
  return createModuleReader((path) => {
    try {
      return readFileSync(resolve(folder, path), "utf8");
    } catch {
      // What is not there, or is a folder, is tried under its other names; the compiler says that a name is not known.
      return undefined;
    }
  });
}
