import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { usageError } from "../cli-error.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { compilationFailed, compileFile } from "../flows/compile-file.ts";
import { parseFlowArgument } from "../flows/flow-argument.ts";
import { countDiagnostics, showDiagnostics } from "../flows/show-diagnostics.ts";

const formats = ["mermaid", "svg"] as const;
type Format = (typeof formats)[number];

/** `acme graph FILE[#FLOW]`: a picture of the flow's state machine. */
export async function graph(
  { io, printer }: CommandContext,
  what: string,
  options: CommonOptions & { format?: string; out?: string; types?: boolean },
): Promise<number> {
  const format = chooseFormat(options.format, options.out);
  const { file, compiled, diagnostics } = await compileFile(parseFlowArgument(what), io, options);
  if (compiled === undefined) {
    await showDiagnostics(io, io.stderr, file, diagnostics);
    throw compilationFailed(file.path, countDiagnostics(diagnostics));
  }
  const { toSourceMap } = await import("@acme-engine/stepfn/compile-flow");
  const { readPicture, toMermaid, toSvg } = await import("@acme-engine/stepfn/flow-picture");
  const picture = readPicture(compiled.definition, toSourceMap(compiled, file.source, file.path));
  const text = format === "svg" ? toSvg(picture) : toMermaid(picture);
  if (options.out === undefined) {
    printer.result({ flow: compiled.name, format, text }, text.trimEnd());
    return 0;
  }
  const path = resolve(io.cwd, options.out);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  printer.result({ flow: compiled.name, format, path }, `Wrote ${options.out}`);
  return 0;
}

function chooseFormat(given: string | undefined, out: string | undefined): Format {
  if (given === undefined) return out !== undefined && /\.svg$/i.test(out) ? "svg" : "mermaid";
  const known = formats.find((format) => format === given.toLowerCase());
  if (known === undefined)
    throw usageError(`--format ${JSON.stringify(given)} is not known; it is one of ${formats.join(", ")}.`);
  return known;
}
