/**
 * Sequences: what distinguishes the arrays that JSONata makes while it walks a path from the arrays in the data.
 *
 * A *sequence* of one item is that item, and one of no item is nothing; an *array* of the data stays what it is. Both are
 * JavaScript arrays here; a sequence carries a mark. Marks never leave an evaluation: `toResult` takes them off.
 */

/** Made by a path: flattens into other sequences, and collapses when it holds one item or none. */
const SEQUENCE = 1;
/** A sequence written with `[]`: one item stays an array. */
const KEEP_SINGLETON = 2;
/** Made by an array constructor inside a path: is not flattened. */
const CONSTRUCTED = 4;
/** A sequence around the whole input when that is an array, so that it counts as one item. */
const OUTER_WRAPPER = 8;
/** A stream of tuples, made by paths that bind `@$name`, `#$name` or need `%`. */
const TUPLES = 16;

interface Marked extends Array<unknown> {
  marks?: number;
}

function marksOf(value: readonly unknown[]): number {
  return (value as Marked).marks ?? 0;
}

function mark<T extends unknown[]>(value: T, marks: number): T {
  const marked: Marked = value;
  marked.marks = (marked.marks ?? 0) | marks;
  return value;
}

/** An empty sequence. */
export function createSequence(): unknown[] {
  const sequence: Marked = [];
  sequence.marks = SEQUENCE;
  return sequence;
}

export function sequenceOf(item: unknown): unknown[] {
  const sequence: Marked = [item];
  sequence.marks = SEQUENCE;
  return sequence;
}

/** Marks an array that the caller has just made. */
export function asSequence(items: unknown[]): unknown[] {
  return mark(items, SEQUENCE);
}

export function asConstructed(items: unknown[]): unknown[] {
  return mark(items, CONSTRUCTED);
}

export function asTupleStream<T>(tuples: T[]): T[] {
  mark(tuples, SEQUENCE | TUPLES);
  return tuples;
}

/** The whole input as one item, when it is an array. */
export function wrapInput(input: unknown): unknown {
  return Array.isArray(input) ? mark([input], SEQUENCE | OUTER_WRAPPER) : input;
}

export function unwrapInput(value: unknown): unknown {
  return Array.isArray(value) && (marksOf(value) & OUTER_WRAPPER) !== 0 ? value[0] : value;
}

export function isSequence(value: readonly unknown[]): boolean {
  return (marksOf(value) & SEQUENCE) !== 0;
}

export function isConstructed(value: readonly unknown[]): boolean {
  return (marksOf(value) & CONSTRUCTED) !== 0;
}

export function isTupleStream(value: unknown): boolean {
  return Array.isArray(value) && (marksOf(value) & TUPLES) !== 0;
}

/** What a path written with `[]` gives: the sequence keeps being an array when it holds one item. */
export function keepSingleton(value: unknown[]): unknown[] {
  const marks = marksOf(value);
  if ((marks & SEQUENCE) !== 0) return mark(value, KEEP_SINGLETON);
  if ((marks & CONSTRUCTED) !== 0) return mark([value], SEQUENCE | KEEP_SINGLETON);
  return value;
}

/** The value of a node: a sequence of one item is that item, one of no item is nothing. */
export function collapse(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const marks = marksOf(value);
  if ((marks & SEQUENCE) === 0 || value.length > 1 || (marks & TUPLES) !== 0) return value;
  if (value.length === 0) return undefined;
  return (marks & KEEP_SINGLETON) === 0 ? value[0] : value;
}

/** As `collapse`, for a node that is followed by `[]`. */
export function collapseKeeping(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const marks = marksOf(value);
  if ((marks & SEQUENCE) === 0 || (marks & TUPLES) !== 0) return value;
  if (value.length === 0) return undefined;
  return mark(value, KEEP_SINGLETON);
}

/** One list of both; nothing adds nothing. Arrays are joined, other values count as one item. */
export function append(left: unknown, right: unknown): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const items: unknown[] = Array.isArray(left) ? left : [left];
  return items.concat(right);
}

/** Whether an array carries any mark: it must not leave an evaluation as it is. */
export function isMarked(value: readonly unknown[]): boolean {
  return marksOf(value) !== 0;
}
