/**
 * Steps of a path that binds names (`@$name`, `#$name`) or whose items remember where they come from (`%`).
 * Instead of items such a path carries tuples: the item and what has been bound on the way to it.
 */
import { tupleFrame } from "../frame.ts";
import type { Frame, Tuple } from "../frame.ts";
import { asTupleStream, createSequence, isTupleStream } from "../sequence.ts";
import type { Scope } from "../scope.ts";
import type { Node, Stage } from "../syntax.ts";
import { compileFilter } from "./compile-filter.ts";
import { compileSort } from "./compile-sort.ts";
import type { Compiler } from "./compiler.ts";

/** @param tuples What the step before gave; undefined for the first such step, which starts from `items`. */
export type TupleStep = (
  items: readonly unknown[],
  tuples: readonly Tuple[] | undefined,
  frame: Frame,
) => Tuple[];

/** @param scope The scope of a tuple. */
export function compileTupleStep(step: Node, scope: Scope, depth: number, compiler: Compiler): TupleStep {
  const outer = scope.parent ?? scope;
  const stages = (step.stages ?? []).map((stage) => compileStage(stage, outer, depth, compiler));
  const evaluate =
    step.type === "sort"
      ? compileSortStep(step, outer, depth, compiler)
      : compileMapStep(step, scope, depth, compiler);
  if (stages.length === 0) return evaluate;
  return (items, tuples, frame) => {
    let stream = evaluate(items, tuples, frame);
    for (const stage of stages) stream = stage(stream, frame);
    return stream;
  };
}

/** The items of a stream of tuples, as a sequence. */
export function itemsOf(tuples: readonly Tuple[]): unknown[] {
  const items = createSequence();
  for (const tuple of tuples) items.push(tuple["@"]);
  return items;
}

function compileStage(
  stage: Stage,
  scope: Scope,
  depth: number,
  compiler: Compiler,
): (tuples: Tuple[], frame: Frame) => Tuple[] {
  if (stage.type === "filter") {
    const filter = compileFilter(stage.predicate, true, scope, depth, compiler);
    // A filter leaves some of the tuples that it is given.
    return (tuples, frame) => filter(tuples, frame) as Tuple[];
  }
  const { name } = stage;
  return (tuples) => {
    for (const [index, tuple] of tuples.entries()) tuple[name] = index;
    return tuples;
  };
}

function compileSortStep(
  step: Node & { type: "sort" },
  scope: Scope,
  depth: number,
  compiler: Compiler,
): TupleStep {
  const sortTuples = compileSort(step, true, scope, depth, compiler);
  const sortItems = compileSort(step, false, scope, depth, compiler);
  const { index } = step;
  return (items, tuples, frame) => {
    // Sorting gives back what it was given, in another order.
    if (tuples !== undefined) return asTupleStream([...(sortTuples(tuples, frame) as Tuple[])]);
    const sorted = sortItems(items, frame) as unknown[];
    return asTupleStream(
      sorted.map((item, position): Tuple => {
        const tuple = createTuple(undefined, item);
        if (index !== undefined) tuple[index] = position;
        return tuple;
      }),
    );
  };
}

function compileMapStep(step: Node, scope: Scope, depth: number, compiler: Compiler): TupleStep {
  const evaluate = compiler.compile(step, scope, depth + 1);
  const { focus, index, ancestor } = step;
  return (items, tuples, frame) => {
    const from = tuples ?? items.map((item) => createTuple(undefined, item));
    const stream: Tuple[] = [];
    for (const source of from) {
      const value = evaluate(source["@"], tupleFrame(frame, source));
      if (value === undefined) continue;
      if (Array.isArray(value) && isTupleStream(value)) {
        for (const tuple of value) stream.push(Object.assign(createTuple(source, undefined), tuple));
        continue;
      }
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const [position, item] of values.entries()) {
        const tuple = createTuple(source, focus === undefined ? item : source["@"]);
        if (focus !== undefined) tuple[focus] = item;
        if (index !== undefined) tuple[index] = position;
        // The label is read now: steps that mean the same item have been given the same label.
        if (ancestor !== undefined) tuple[ancestor.label] = source["@"];
        stream.push(tuple);
      }
    }
    frame.run.spend(stream.length);
    return asTupleStream(stream);
  };
}

function createTuple(source: Tuple | undefined, item: unknown): Tuple {
  const tuple: Tuple = Object.assign(Object.create(null), source);
  tuple["@"] = item;
  return tuple;
}
