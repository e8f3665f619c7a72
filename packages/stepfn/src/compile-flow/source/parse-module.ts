import { parseSync, type Program } from "oxc-parser";
import type { Diagnostics } from "./diagnostic.ts";

/** The syntax tree of a TypeScript module; undefined, with what is wrong reported, when it does not parse. */
export function parseModule(source: string, path: string, diagnostics: Diagnostics): Program | undefined {
  const { program, errors } = parseSync(path, source, {
    lang: "ts",
    sourceType: "module",
    preserveParens: false,
  });
  for (const { message, labels } of errors) {
    const [label] = labels;
    diagnostics.report("ACME1001", { start: label?.start ?? 0, end: label?.end ?? 1 }, message);
  }
  return errors.length > 0 ? undefined : program;
}
