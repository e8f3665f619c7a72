import type { Diagnostic, Span } from "./diagnostic.ts";
import { positionOf } from "./format-diagnostic.ts";

/** A place as editors take it: lines and columns from 1, columns in UTF-16 units, the end not included. */
export interface Place {
  path: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A diagnostic as JSON. */
export interface DiagnosticRecord extends Place {
  code: string;
  severity: Diagnostic["severity"];
  message: string;
  notes: readonly (Place & { message: string })[];
  help: string | null;
}

export function toDiagnosticRecord(
  { severity, code, message, span, notes, help, file }: Diagnostic,
  source: string,
  path: string,
): DiagnosticRecord {
  return {
    ...placeOf(span, file?.source ?? source, file?.path ?? path),
    code,
    severity,
    message,
    notes: notes.map((note) => ({
      ...placeOf(note.span, note.file?.source ?? source, note.file?.path ?? path),
      message: note.message,
    })),
    help: help ?? null,
  };
}

export function placeOf({ start, end }: Span, source: string, path: string): Place {
  const from = positionOf(source, start);
  const to = positionOf(source, end);
  return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
