import type { DiagnosticRecord } from "@acme-engine/stepfn/compile-flow";

import type { CommandContext, CommonOptions } from "../command-context.ts";
import { parseFlowArgument } from "../flows/flow-argument.ts";
import { readFlowFile } from "../flows/read-flow-file.ts";
import { countDiagnostics, showDiagnostics } from "../flows/show-diagnostics.ts";
import { type TypesOf, withTypes } from "../flows/with-types.ts";
import { CliError, usageError } from "../cli-error.ts";

export interface CheckOptions extends CommonOptions {
  types?: boolean;
}

/** `acme check FILE…`: everything that is wrong with the flows of some modules; makes nothing. With `--json` for editors. */
export async function check(
  context: CommandContext,
  paths: readonly string[],
  options: CheckOptions,
): Promise<number> {
  return withTypes(context.io, options, (typesOf) => checkFiles(context, paths, options, typesOf));
}

async function checkFiles(
  { io, printer }: CommandContext,
  paths: readonly string[],
  options: CheckOptions,
  typesOf: TypesOf,
): Promise<number> {
  const { checkModule, readModuleFiles, toDiagnosticRecord } =
    await import("@acme-engine/stepfn/compile-flow");
  const records: DiagnosticRecord[] = [];
  const flows: string[] = [];
  for (const text of paths) {
    const { path, flow } = parseFlowArgument(text);
    if (flow !== undefined)
      throw usageError(`${JSON.stringify(text)} names a flow; acme check takes files.`, `acme check ${path}`);
    const file = await readFlowFile(path, io.cwd).catch(toMissing);
    if (file instanceof CliError) {
      records.push({ ...missingRecord(path, file) });
      if (!options.json) io.stdout.write(`error ${file.code}: ${file.message}\nhelp: ${file.hint ?? ""}\n\n`);
      continue;
    }
    const checked = checkModule({
      source: file.source,
      path,
      readModule: readModuleFiles(io.cwd),
      types: typesOf(file),
    });
    flows.push(...checked.flows);
    records.push(...checked.diagnostics.map((each) => toDiagnosticRecord(each, file.source, path)));
    if (!options.json) await showDiagnostics(io, io.stdout, file, checked.diagnostics);
  }
  const files = paths.length === 1 ? (paths[0] ?? "") : `${paths.length} files`;
  const found = `${flows.length} flow${flows.length === 1 ? "" : "s"}`;
  printer.result(records, `${files}: ${found}, ${countDiagnostics(records)}`);
  return records.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** A file that cannot be read is one problem of several. */
function toMissing(error: unknown): CliError {
  if (error instanceof CliError) return error;
  throw error;
}

function missingRecord(path: string, { code, message, hint }: CliError): DiagnosticRecord {
  const place = { path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { ...place, code, severity: "error", message, notes: [], help: hint ?? null };
}
