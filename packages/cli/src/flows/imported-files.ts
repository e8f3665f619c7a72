import type { ReadModule } from "@acme-engine/stepfn/compile-flow";

/** A module and all files that it imports, also through each other; packages not. Paths are as `readModule` gives them. */
export function importedFiles(
  start: { path: string; source: string },
  readModule: ReadModule,
  listImports: (source: string, path: string) => readonly string[],
): string[] {
  const found = new Map([[start.path, start.source]]);
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const specifier of listImports(file.source, file.path)) {
      const imported = readModule(specifier, file.path);
      if (imported === undefined || found.has(imported.path)) continue;
      found.set(imported.path, imported.source);
      waiting.push(imported);
    }
  }
  return [...found.keys()].toSorted();
}
