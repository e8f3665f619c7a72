import { parseSync } from "oxc-parser";

/** What a module imports or exports from elsewhere, as it is written, in its order; of one that does not parse, as far as it does. */
export function listImports(source: string, path: string): string[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(path, source, {
    lang: "ts",
    sourceType: "module",
  }).module;
  const exported = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  // Of a call of import the place is known: the text there is a literal, or not known before it runs.
  const dynamic = dynamicImports.flatMap(
    ({ moduleRequest: { start, end } }) => /^["'](.*)["']$/.exec(source.slice(start, end))?.[1] ?? [],
  );
  return [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...dynamic];
}
