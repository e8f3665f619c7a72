import type { Diagnostic as CheckedDiagnostic, Project } from "typescript/unstable/sync";
import type { Diagnostic } from "../../source/diagnostic.ts";
import type { TypeScriptModules } from "./load-typescript.ts";

/** Namespaces (2503), names of Node and browsers (2580, 2584, 2591) and types of modules (7016), which nobody has said anything of outside of any project. */
const unresolved: ReadonlySet<number> = new Set([2503, 2580, 2584, 2591, 7016]);

/** TypeScript's errors in one file, as it words them. */
export function errorsOf(
  { program }: Project,
  file: string,
  { hasProject, ts }: { hasProject: boolean; ts: TypeScriptModules["api"] },
): Diagnostic[] {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    .filter(
      (one) => one.category === ts.DiagnosticCategory.Error && (hasProject || !unresolved.has(one.code)),
    )
    .map(toDiagnostic);
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
