import type { SourceFile, SourceFiles } from "./source-files.ts";

/** A part of the source text: offsets in UTF-16 units, the end not included. */
export interface Span {
  start: number;
  end: number;
}

/** What a flow cannot compile for. The hundreds say the kind: 10 the module, 11 the language, 13 warnings. */
export type DiagnosticCode = keyof typeof diagnosticTitles;

/** Every code with what it is about; the table in the README is this one. */
export const diagnosticTitles = {
  ACME1001: "the module does not parse",
  ACME1002: "no such flow, or two of one name",
  ACME1003: "a task or flow is not declared in a way that can be read",
  ACME1100: "syntax that flows do not have (yet)",
  ACME1101: "a promise that is not awaited at once",
  ACME1103: "await where Step Functions cannot wait",
  ACME1104: "generators and for await",
  ACME1105: "new, this or a class other than an error",
  ACME1106: "recursion",
  ACME1107: "a parallel branch assigns a variable of the flow",
  ACME1108: "a value that may have another name is changed",
  ACME1109: "identity of objects or arrays",
  ACME1110: "operands of different types",
  ACME1111: "an object or array as text",
  ACME1112: "an order that depends on texts of numbers or on a language",
  ACME1113: "a regular expression outside of the common subset",
  ACME1114: "a function that has no exact counterpart",
  ACME1115: "a name from outside of the flow",
  ACME1116: "undefined told apart from null",
  ACME1117: "a number that doubles do not hold",
  ACME1118: "a moment or date that is not told apart from others everywhere",
  ACME1119: "something thrown or caught that is no error class of this module",
  ACME1120: "an expression that can fail where nothing can catch it",
  ACME1121: "something that an EXPRESS execution cannot wait for",
  ACME1125: "an operation of AWS that Step Functions does not have",
  ACME1126: "something that cannot be in a distributed map",
  ACME1302: "a loop of more steps than a history holds",
  ACME1304: "a type that is not known",
  ACME1305: "an expression that takes a state of its own so that it is caught",
} as const;

/** One thing that is wrong with a flow, as data; `formatDiagnostic` has the frame. */
export interface Diagnostic {
  severity: "error" | "warning";
  /** Ours, or TypeScript's. */
  code: DiagnosticCode | `TS${number}`;
  message: string;
  span: Span;
  notes: readonly { message: string; span: Span; file?: SourceFile | undefined }[];
  /** A rewrite that works. */
  help: string | undefined;
  /** The module that it is about, where that is not the flow's own. */
  file?: SourceFile | undefined;
}

/** Collects what the stages find, once for each place; what only follows from it is left out. */
export class Diagnostics {
  readonly found: Diagnostic[] = [];
  readonly #refused: Span[] = [];

  report(
    code: DiagnosticCode,
    span: Span,
    message: string,
    { help, notes = [] }: { help?: string; notes?: Diagnostic["notes"] } = {},
  ): void {
    if (this.isRefused(span)) return;
    const severity = code.startsWith("ACME13") ? "warning" : "error";
    this.add({ severity, code, message, span: { start: span.start, end: span.end }, notes, help });
  }

  add(diagnostic: Diagnostic): void {
    const { code, span } = diagnostic;
    const known = this.found.some(
      (one) =>
        one.code === code &&
        one.span.start === span.start &&
        one.span.end === span.end &&
        one.file?.path === diagnostic.file?.path,
    );
    if (!known) this.found.push(diagnostic);
    if (diagnostic.severity === "error") this.refuse(span);
  }

  /** Something in that place is wrong already: what is said of it further would be a consequence. */
  refuse({ start, end }: Span): void {
    this.#refused.push({ start, end });
  }

  /** Whether a part of it has been refused. */
  isRefused(span: Span): boolean {
    return this.#refused.some((one) => one.start >= span.start && one.end <= span.end);
  }

  /** Runs what may turn out not to be wanted; undefined when it found errors, which then were never said. */
  attempt<Result>(run: () => Result): Result | undefined {
    const mark = this.found.length;
    const refused = this.#refused.length;
    const result = run();
    const isClean = !this.found.slice(mark).some(({ severity }) => severity === "error");
    if (isClean && this.#refused.length === refused) return result;
    this.found.length = mark;
    this.#refused.length = refused;
    return undefined;
  }

  get hasErrors(): boolean {
    return this.found.some(({ severity }) => severity === "error");
  }

  /** In the order of the source; those of other modules are behind, each with its file. */
  sorted(files?: SourceFiles): Diagnostic[] {
    const sorted = this.found.toSorted((one, other) => one.span.start - other.span.start);
    if (files === undefined) return sorted;
    return sorted.map((one) => ({
      ...one,
      ...files.locate(one.span),
      notes: one.notes.map((note) => ({ ...note, ...files.locate(note.span) })),
    }));
  }
}
