/**
 * Location paths. Each step is evaluated for every item that the step before gave; what it gives is joined into one sequence.
 * The common path, names after a variable or the context, walks down objects without making a sequence until it meets an array.
 */
import type { Evaluator, Frame } from "../frame.ts";
import {
  asSequence,
  collapse,
  createSequence,
  isConstructed,
  isSequence,
  keepSingleton,
  sequenceOf,
} from "../sequence.ts";
import { createTupleScope } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { Node, PathNode } from "../syntax.ts";
import { compileGroup } from "./compile-constructors.ts";
import { compileFilter } from "./compile-filter.ts";
import type { Filter } from "./compile-filter.ts";
import { compileLookup } from "./compile-variable.ts";
import { compileSort } from "./compile-sort.ts";
import { compileTupleStep, itemsOf } from "./compile-tuple-step.ts";
import type { TupleStep } from "./compile-tuple-step.ts";
import { fieldOf } from "./field-of.ts";
import type { Compiler } from "./compiler.ts";

/** Gives the raw sequence: the caller collapses it. */
export function compilePath(node: PathNode, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  return compileNames(node, scope, compiler) ?? compileSteps(node, scope, depth, compiler);
}

/** `a.b.c` and `$v.a.b`; undefined when the path is more than that. */
function compileNames(node: PathNode, scope: Scope, compiler: Compiler): Evaluator | undefined {
  if (node.keepSingleton === true || node.group !== undefined || node.tuple === true) return undefined;
  const names: string[] = [];
  let start: Evaluator | undefined;
  for (const [index, step] of node.steps.entries()) {
    if (!isPlain(step)) return undefined;
    if (step.type === "name") names.push(step.value);
    else if (index === 0 && step.type === "variable" && step.value !== "")
      start = compileLookup(step.value, scope, compiler);
    else return undefined;
  }
  const last = names.length - 1;
  const walk = (value: unknown, from: number, frame: Frame): unknown => {
    let at = value;
    for (let index = from; index <= last; index++) {
      if (Array.isArray(at)) return walkArray(at, index, frame);
      at = fieldOf(at, names[index] ?? "");
      if (at === undefined) return undefined;
    }
    // A sequence that an object holds is one of this path's own now: it collapses, however it was written there.
    return Array.isArray(at) && isSequence(at) ? asSequence(at.slice()) : at;
  };
  const walkArray = (items: readonly unknown[], from: number, frame: Frame): unknown => {
    let sequence = items;
    for (let index = from; index <= last; index++) {
      const name = names[index] ?? "";
      frame.run.spend(sequence.length);
      sequence = joinStep(sequence, (item) => collapse(fieldOf(item, name)), index === last);
      if (sequence.length === 0) break;
    }
    return sequence;
  };
  if (start === undefined) return (input, frame) => walk(input, 0, frame);
  const read = start;
  if (last < 0) return undefined;
  return (input, frame) => walk(collapse(read(input, frame)), 0, frame);
}

function isPlain(step: Node): boolean {
  return (
    step.tuple !== true &&
    step.stages === undefined &&
    step.predicates === undefined &&
    step.group === undefined &&
    step.keepArray !== true
  );
}

/** One step over all items. @param last Whether it is the path's last: then a single array of the data stays that array. */
function joinStep(
  items: readonly unknown[],
  evaluate: (item: unknown) => unknown,
  last: boolean,
): readonly unknown[] {
  const joined = createSequence();
  let count = 0;
  let only: unknown;
  for (const item of items) {
    const value = evaluate(item);
    if (value === undefined) continue;
    count++;
    if (!Array.isArray(value)) {
      joined.push(value);
      continue;
    }
    // The array may turn out to be the only value: then it is not copied.
    if (last && count === 1 && !isSequence(value) && items.length === 1) return value;
    only = value;
    if (isConstructed(value)) joined.push(value);
    else for (const part of value) joined.push(part);
  }
  return last && count === 1 && Array.isArray(only) && !isSequence(only) ? only : joined;
}

type Step =
  | { kind: "map"; evaluate: Evaluator; filters: readonly Filter[] }
  | { kind: "sort"; evaluate: Evaluator; filters: readonly Filter[] }
  /** An array constructor at the start of a path: evaluated once, not for each item. */
  | { kind: "start"; evaluate: Evaluator }
  | { kind: "tuple"; evaluate: TupleStep };

function compileSteps(node: PathNode, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  let tuples = false;
  const tupleScope = createTupleScope(scope);
  const steps = node.steps.map((step, index): Step & { focus: boolean } => {
    if (step.tuple === true) tuples = true;
    const focus = step.focus !== undefined;
    if (index === 0 && step.constructs === true) {
      return { kind: "start", evaluate: compiler.compile(step, scope, depth + 1), focus };
    }
    if (tuples) {
      return { kind: "tuple", evaluate: compileTupleStep(step, tupleScope, depth, compiler), focus };
    }
    const filters = (step.stages ?? []).flatMap((stage) =>
      stage.type === "filter" ? [compileFilter(stage.predicate, false, scope, depth, compiler)] : [],
    );
    if (step.type === "sort") {
      return { kind: "sort", evaluate: compileSort(step, false, scope, depth, compiler), filters, focus };
    }
    return { kind: "map", evaluate: compiler.compile(step, scope, depth + 1), filters, focus };
  });
  const absolute = node.steps[0]?.type === "variable";
  const handsOnTuples = node.tuple === true;
  const keeps = node.keepSingleton === true;
  const group =
    node.group === undefined
      ? undefined
      : compileGroup(node.group.pairs, node.group.position, tuples, scope, depth, compiler);
  return (input, frame) => {
    const initial = Array.isArray(input) && !absolute ? input : sequenceOf(input);
    const { sequence, stream } = runSteps(steps, initial, frame);
    const items = stream === undefined ? sequence : itemsOf(stream);
    let result: unknown = handsOnTuples && stream !== undefined ? stream : items;
    if (keeps && Array.isArray(result)) result = keepSingleton(result);
    return group === undefined ? result : group(stream ?? result, frame);
  };
}

function runSteps(
  steps: readonly (Step & { focus: boolean })[],
  initial: unknown[],
  frame: Frame,
): { sequence: unknown; stream: ReturnType<TupleStep> | undefined } {
  let input: readonly unknown[] = initial;
  let sequence: readonly unknown[] = initial;
  let stream: ReturnType<TupleStep> | undefined;
  for (const [index, step] of steps.entries()) {
    frame.run.spend(stream?.length ?? input.length);
    switch (step.kind) {
      case "start": {
        const value = step.evaluate(input, frame);
        // When a filter has left one item of the constructed array, JSONata 2.0.6 takes that item for the list of items.
        sequence = Array.isArray(value)
          ? value
          : asSequence(typeof value === "string" ? value.split("") : []);
        break;
      }
      case "tuple":
        stream = step.evaluate(input, stream, frame);
        break;
      case "sort": {
        const sorted = step.evaluate(input, frame);
        sequence = Array.isArray(sorted) ? sorted : sequenceOf(sorted);
        for (const filter of step.filters) sequence = filter(sequence, frame);
        break;
      }
      case "map":
        sequence = joinStep(input, (item) => evaluateItem(step, item, frame), index === steps.length - 1);
        break;
    }
    if (stream === undefined && sequence.length === 0) break;
    if (!step.focus) input = sequence;
  }
  return { sequence, stream };
}

function evaluateItem(
  step: { evaluate: Evaluator; filters: readonly Filter[] },
  item: unknown,
  frame: Frame,
): unknown {
  let value = step.evaluate(item, frame);
  for (const filter of step.filters) value = filter(value, frame);
  return value;
}
