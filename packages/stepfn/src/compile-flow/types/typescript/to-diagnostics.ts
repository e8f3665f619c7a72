import type { Diagnostic as CheckedDiagnostic, Project } from "typescript/unstable/sync";
import type { Diagnostic } from "../../source/diagnostic.ts";
import type { TypeScriptModules } from "./load-typescript.ts";

/**
 * What a file outside of any project cannot resolve: names of Node and of browsers (2304, 2580, 2584, 2591), modules that are not
 * installed (2307, 2792) or have no types (7016). Nobody has said there what is to be there, and such a value is any.
 */
const unresolved: ReadonlySet<number> = new Set([2304, 2307, 2580, 2584, 2591, 2792, 7016]);

/** TypeScript's errors in one file, as it words them. */
export function errorsOf(
  { program }: Project,
  file: string,
  { hasProject, ts }: { hasProject: boolean; ts: TypeScriptModules["api"] },
): Diagnostic[] {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    .filter((one) => one.category === ts.DiagnosticCategory.Error && (hasProject || !isOutside(one)))
    .map(toDiagnostic);
}

function isOutside({ code, text }: CheckedDiagnostic): boolean {
  return unresolved.has(code) && !text.includes("'acme-engine'");
}

function toDiagnostic(one: CheckedDiagnostic): Diagnostic {
  return {
    severity: "error",
    code: `TS${one.code}`,
    message: textOf(one, 0),
    span: { start: one.pos, end: one.end },
    notes: (one.relatedInformation ?? [])
      .filter(({ fileName }) => fileName === one.fileName)
      .map((note) => ({ message: note.text, span: { start: note.pos, end: note.end } })),
    help: undefined,
  };
}

/** With its reasons, each a line further in. */
function textOf({ text, messageChain = [] }: CheckedDiagnostic, depth: number): string {
  const reasons = messageChain.map((reason) => textOf(reason, depth + 1));
  return [`${"  ".repeat(depth)}${text}`, ...reasons].join("\n");
}
