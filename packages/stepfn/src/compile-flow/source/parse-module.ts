import { parseSync, type Program } from "oxc-parser";
import type { Diagnostics } from "./diagnostic.ts";

/** The syntax tree of a TypeScript module, with `base` added to all places; undefined, with what is wrong reported, when it does not parse. */
export function parseModule(
  source: string,
  path: string,
  diagnostics: Diagnostics,
  base = 0,
): Program | undefined {
  const { program, errors } = parseSync(path, source, {
    lang: "ts",
    sourceType: "module",
    preserveParens: false,
  });
  for (const { message, labels } of errors) {
    const [label] = labels;
    diagnostics.report(
      "ACME1001",
      { start: base + (label?.start ?? 0), end: base + (label?.end ?? 1) },
      message,
    );
  }
  if (errors.length > 0) return undefined;
  if (base > 0) move(program, base);
  return program;
}

/** Moves a tree that nobody else has. */
function move(node: unknown, by: number): void {
  if (typeof node !== "object" || node === null) return;
  if ("start" in node && typeof node.start === "number") node.start += by;
  if ("end" in node && typeof node.end === "number") node.end += by;
  for (const one of Object.values(node)) move(one, by);
}
