import type { Run } from "./run.ts";

/** In a slot whose `:=` has not been evaluated yet: the name still means what it means outside. */
export const UNBOUND = Symbol("unbound");

/** One item of a stream of tuples: `@` is the item, the other fields are what the steps before have bound. */
export type Tuple = Record<string, unknown>;

/** Variables of a scope while it runs. */
export class Frame {
  readonly run: Run;
  readonly parent: Frame | undefined;
  /** Values by the number that the scope gave to the name. */
  readonly slots: unknown[];
  /** In the scope of a tuple: values by name. */
  tuple: Tuple | undefined;

  constructor(run: Run, parent: Frame | undefined, slots: unknown[], tuple?: Tuple) {
    this.run = run;
    this.parent = parent;
    this.slots = slots;
    this.tuple = tuple;
  }
}

const noSlots: unknown[] = [];

export function tupleFrame(parent: Frame, tuple: Tuple): Frame {
  return new Frame(parent.run, parent, noSlots, tuple);
}

/** A compiled node: its value for a context item and the variables around it. */
export type Evaluator = (input: unknown, frame: Frame) => unknown;
