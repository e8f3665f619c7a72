import type { Span } from "./diagnostic.ts";

export interface SourceFile {
  path: string;
  source: string;
}

/**
 * The modules of a flow as one text: each has a range of offsets of its own, so that a place says which file it is in. The flow's own module is
 * the first, and its offsets are those of its text.
 */
export class SourceFiles {
  #text = "";
  readonly #files: (SourceFile & { base: number })[] = [];

  /** Gives where the file's text begins. */
  add({ path, source }: SourceFile): number {
    const base = this.#files.length === 0 ? 0 : this.#text.length + 1;
    this.#text = this.#files.length === 0 ? source : `${this.#text}\n${source}`;
    this.#files.push({ path, source, base });
    return base;
  }

  get text(): string {
    return this.#text;
  }

  /** The place in its own file; `file` is undefined for the flow's own module. */
  locate({ start, end }: Span): { span: Span; file: SourceFile | undefined } {
    const found = this.#files.findLast(({ base }) => base <= start);
    if (found === undefined || found.base === 0) return { span: { start, end }, file: undefined };
    const { base, path, source } = found;
    return { span: { start: start - base, end: end - base }, file: { path, source } };
  }
}
