import type { Frame } from "../frame.ts";
import { asTupleStream, createSequence, isTupleStream, sequenceOf } from "../sequence.ts";
import { createTupleScope } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { Node } from "../syntax.ts";
import { isArrayOfNumbers, isNumber, isTrue } from "../values.ts";
import type { Compiler } from "./compiler.ts";
import { evaluateInTuple } from "./evaluate-in-tuple.ts";

/** What of a value a predicate leaves; a raw sequence, or the item itself when a written index hits an array. */
export type Filter = (value: unknown, frame: Frame) => unknown[];

/** `[…]` after a step. @param tuples Whether what is filtered may be a stream of tuples. */
export function compileFilter(
  predicate: Node,
  tuples: boolean,
  scope: Scope,
  depth: number,
  compiler: Compiler,
): Filter {
  if (predicate.type === "literal" && typeof predicate.value === "number") {
    return compileIndex(predicate.value);
  }
  const evaluate = compiler.compile(predicate, tuples ? createTupleScope(scope) : scope, depth + 1);
  const test = tuples ? evaluateInTuple(evaluate) : evaluate;
  return (value, frame) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    frame.run.spend(items.length);
    const results = createSequence();
    const streams = tuples && isTupleStream(items);
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      const answer = test(item, frame, streams);
      if (answer === true) results.push(item);
      else if (answer !== false) pushByAnswer(results, item, index, items.length, answer);
    }
    return streams ? asTupleStream(results) : results;
  };
}

/** A number or an array of numbers chooses by position; any other value by whether it is true. */
function pushByAnswer(
  results: unknown[],
  item: unknown,
  index: number,
  length: number,
  answer: unknown,
): void {
  if (isNumber(answer)) {
    if (positionOf(answer, length) === index) results.push(item);
  } else if (isArrayOfNumbers(answer)) {
    for (const position of answer) {
      if (positionOf(position, length) === index) results.push(item);
    }
  } else if (isTrue(answer)) {
    results.push(item);
  }
}

/** Rounded down; a negative position counts from the end. */
function positionOf(position: number, length: number): number {
  const whole = Math.floor(position);
  return whole < 0 ? length + whole : whole;
}

function compileIndex(position: number): Filter {
  return (value) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const item = items[positionOf(position, items.length)];
    if (Array.isArray(item)) return item;
    const result = item === undefined ? createSequence() : sequenceOf(item);
    return isTupleStream(value) ? asTupleStream(result) : result;
  };
}
