import { type Io, paint, type Style } from "./io.ts";
import { formatTable } from "./table.ts";

/**
 * What commands print with. Results go to stdout; everything about the way there goes to stderr, so that a pipe gets the result
 * only. With `--json` the result is one JSON document (or one per line where a command streams).
 */
export interface Printer {
  readonly json: boolean;
  /** A step on the way: `Cluster batch is deployed`. */
  step(text: string): void;
  /** Less important than a step: a stack event, a hint. */
  detail(text: string): void;
  warn(text: string): void;
  /** A line of the job's own output. */
  log(text: string): void;
  /** The command's result: `text` for people, `data` with `--json`. */
  result(data: unknown, text: string): void;
  /** A list as a table, or as JSON. */
  table(
    rows: readonly object[],
    columns: readonly string[],
    cells: (row: never) => readonly string[],
    empty: string,
  ): void;
  paint(style: Style, text: string): string;
}

export function createPrinter(io: Io, json: boolean): Printer {
  const onStderr = (style: Style, text: string) => io.stderr.write(`${paint(io, io.stderr, style, text)}\n`);
  return {
    json,
    step: (text) => io.stderr.write(`${text}\n`),
    detail: (text) => onStderr("dim", text),
    warn: (text) => onStderr("yellow", text),
    log: (text) => (json ? io.stderr : io.stdout).write(`${text}\n`),
    result: (data, text) => io.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`),
    table(rows, columns, cells, empty) {
      if (json) return io.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
      if (rows.length === 0) return io.stdout.write(`${empty}\n`);
      const lines = formatTable(
        columns,
        rows.map((row) => cells(row as never)),
      );
      return io.stdout.write(`${lines.join("\n")}\n`);
    },
    paint: (style, text) => paint(io, io.stdout, style, text),
  };
}
