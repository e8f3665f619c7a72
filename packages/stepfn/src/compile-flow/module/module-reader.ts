import type { SourceFile } from "../source/source-files.ts";

/** Gives the module that `specifier` means in the module at `from`; undefined for what is not to be read, as packages. */
export type ReadModule = (specifier: string, from: string) => SourceFile | undefined;
