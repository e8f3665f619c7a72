import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import type { CompiledFlow } from "@acme-engine/stepfn/compile-flow";

import type { CommandContext, CommonOptions } from "../command-context.ts";
import { compilationFailed, compileFile } from "../flows/compile-file.ts";
import { parseFlowArgument } from "../flows/flow-argument.ts";
import type { FlowFile } from "../flows/read-flow-file.ts";
import { countDiagnostics, showDiagnostics } from "../flows/show-diagnostics.ts";

export interface CompileFlowOptions extends CommonOptions {
  out?: string;
  explain?: boolean;
  types?: boolean;
}

/** `acme compile FILE[#FLOW]`: prints the flow's state machine, or writes it with its source map beside it. */
export async function compileFlowCommand(
  context: CommandContext,
  what: string,
  options: CompileFlowOptions,
): Promise<number> {
  const { io, printer } = context;
  const { file, compiled, diagnostics } = await compileFile(parseFlowArgument(what), io, options);
  const { explainFlow, formatExplanation, toDiagnosticRecord, toSourceMap } =
    await import("@acme-engine/stepfn/compile-flow");
  const records = diagnostics.map((each) => toDiagnosticRecord(each, file.source, file.path));
  await showDiagnostics(io, io.stderr, file, diagnostics);
  if (compiled === undefined) {
    const failure = compilationFailed(file.path, countDiagnostics(diagnostics));
    if (!options.json) throw failure;
    printer.result({ error: { code: failure.code, message: failure.message }, diagnostics: records }, "");
    return 1;
  }
  const explanation = options.explain ? explainFlow(compiled, file.source, file.path) : undefined;
  const written =
    options.out === undefined ? undefined : await writeFiles(compiled, file, options.out, io.cwd);
  const data = {
    flow: compiled.name,
    path: file.path,
    ...written,
    definition: compiled.definition,
    sourceMap: toSourceMap(compiled, file.source, file.path),
    mainPath: compiled.mainPath,
    diagnostics: records,
    ...(explanation === undefined ? {} : { explanation }),
  };
  const text = [
    ...(explanation === undefined ? [] : [formatExplanation(explanation)]),
    ...(written === undefined ? [] : [`Wrote ${written.definitionFile} and ${written.sourceMapFile}`]),
  ];
  printer.result(data, text.length > 0 ? text.join("\n\n") : JSON.stringify(compiled.definition, null, 2));
  return 0;
}

/** `NAME.asl.json` and `NAME.map.json`; a folder takes both under the flow's name. Both are made before either is written. */
async function writeFiles(
  compiled: CompiledFlow,
  file: FlowFile,
  out: string,
  cwd: string,
): Promise<{ definitionFile: string; sourceMapFile: string }> {
  const { toSourceMap } = await import("@acme-engine/stepfn/compile-flow");
  const isFolder =
    /[/\\]$/.test(out) || (existsSync(resolve(cwd, out)) && statSync(resolve(cwd, out)).isDirectory());
  const definitionFile = isFolder ? join(out, `${compiled.name}.asl.json`) : out;
  const sourceMapFile = `${definitionFile.replace(/(\.asl)?\.json$/i, "")}.map.json`;
  const folder = resolve(cwd, dirname(definitionFile));
  const source = relative(folder, file.absolutePath).replaceAll("\\", "/");
  const definition = `${JSON.stringify(compiled.definition, null, 2)}\n`;
  const sourceMap = `${JSON.stringify(toSourceMap(compiled, file.source, source), null, 2)}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(cwd, definitionFile), definition);
  writeFileSync(resolve(cwd, sourceMapFile), sourceMap);
  return { definitionFile, sourceMapFile };
}
