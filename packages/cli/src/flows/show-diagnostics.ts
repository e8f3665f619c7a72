import type { Diagnostic } from "@acme-engine/stepfn/compile-flow";

import { type Io, type Output, paint } from "../output/io.ts";
import type { FlowFile } from "./read-flow-file.ts";

/** Prints problems with their frames, and how many there are. */
export async function showDiagnostics(
  io: Io,
  output: Output,
  { path, source }: FlowFile,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  const { formatDiagnostic } = await import("@acme-engine/stepfn/compile-flow");
  for (const diagnostic of diagnostics) {
    output.write(`${colour(io, output, formatDiagnostic(diagnostic, source, path))}\n\n`);
  }
}

/** `2 errors and 1 warning`. */
export function countDiagnostics(diagnostics: readonly Pick<Diagnostic, "severity">[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 || warnings === 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ];
  return parts.join(" and ");
}

function plural(count: number, what: string): string {
  return `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
}

/** The words in the colour of their severity, the frame's gutter dim. */
function colour(io: Io, output: Output, text: string): string {
  const severity = text.startsWith("warning") ? "yellow" : "red";
  return text
    .split("\n")
    .map((line, index) => {
      if (index === 0) return line.replace(/^[^:]+/, (head) => paint(io, output, ["bold", severity], head));
      if (/^(help|note):/.test(line))
        return line.replace(/^\w+:/, (head) => paint(io, output, ["bold", "cyan"], head));
      return line
        .replace(/^( *-->| *\d* \|)/, (gutter) => paint(io, output, "dim", gutter))
        .replace(/\^+$/, (marks) => paint(io, output, severity, marks));
    })
    .join("\n");
}
