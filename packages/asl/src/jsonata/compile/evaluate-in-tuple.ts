import { tupleFrame } from "../frame.ts";
import type { Evaluator, Frame, Tuple } from "../frame.ts";

const noTuple: Tuple = Object.freeze(Object.create(null));

/** Evaluates what was compiled in the scope of a tuple: for a tuple its item, with what it binds; for another item that item. */
export function evaluateInTuple(
  evaluate: Evaluator,
): (item: unknown, frame: Frame, isTuple: boolean) => unknown {
  return (item, frame, isTuple) => {
    if (!isTuple) return evaluate(item, tupleFrame(frame, noTuple));
    // A stream of tuples holds tuples only.
    const tuple = item as Tuple;
    return evaluate(tuple["@"], tupleFrame(frame, tuple));
  };
}
