import type { Diagnostic, Span } from "./diagnostic.ts";
import type { SourceFile } from "./source-files.ts";

/** A diagnostic with its place, the line it is about, notes and help, as a terminal shows it. `source` and `path` are those of the flow's own module. */
export function formatDiagnostic(diagnostic: Diagnostic, source: string, path: string): string {
  const { severity, code, message, span, notes, help } = diagnostic;
  const own = { source, path };
  const lines = [`${severity} ${code}: ${message}`, ...frame(span, diagnostic.file ?? own)];
  for (const note of notes)
    lines.push(`note: ${note.message}`, `  --> ${place(note.span, note.file ?? own)}`);
  if (help !== undefined) lines.push(`help: ${help}`);
  return lines.join("\n");
}

/** Line and column, both from 1. */
export function positionOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

function place(span: Span, { source, path }: SourceFile): string {
  const { line, column } = positionOf(source, span.start);
  return `${path}:${line}:${column}`;
}

function frame(span: Span, file: SourceFile): string[] {
  const { source } = file;
  const { line, column } = positionOf(source, span.start);
  const text = (source.split("\n")[line - 1] ?? "").trimEnd();
  const width = Math.max(1, Math.min(span.end - span.start, text.length - column + 1));
  const gutter = " ".repeat(String(line).length);
  return [
    `${gutter} --> ${place(span, file)}`,
    `${gutter} |`,
    `${line} | ${text}`,
    `${gutter} | ${text.slice(0, column - 1).replaceAll(/[^\t]/g, " ")}${"^".repeat(width)}`,
  ];
}
