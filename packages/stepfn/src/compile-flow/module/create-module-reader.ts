import { posix } from "node:path";
import type { ReadModule } from "./module-reader.ts";

/**
 * Reads modules by their relative paths, as Node and TypeScript find them: `./lib.ts`, `./lib.js` for `lib.ts`, `./lib` and folders with an
 * `index.ts`. Packages are not read. `readFile` gives undefined for what is no file.
 */
export function createModuleReader(readFile: (path: string) => string | undefined): ReadModule {
  const read = new Map<string, string | undefined>();
  return (specifier, from) => {
    if (!/^\.\.?(?:\/|$)/.test(specifier)) return undefined;
    const path = posix.join(posix.dirname(from.replaceAll("\\", "/")), specifier);
    const withoutJs = path.replace(/\.([cm]?)js$/, ".$1ts");
    for (const candidate of [path, withoutJs, `${path}.ts`, `${path}/index.ts`]) {
      if (!/\.[cm]?[jt]s$/.test(candidate)) continue;
      if (!read.has(candidate)) read.set(candidate, readFile(candidate)?.replace(/^\uFEFF/, ""));
      const source = read.get(candidate);
      if (source !== undefined) return { path: candidate, source };
    }
    return undefined;
  };
}
