import { stripVTControlCharacters } from "node:util";

/** Columns padded to their widest cell, two blanks between them, none at the end of a line. */
export function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map((column) => column.toUpperCase()), ...rows];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => width(row[index] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd(),
  );
}

function width(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
