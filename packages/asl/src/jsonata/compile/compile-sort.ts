import { JsonataError } from "../jsonata-error.ts";
import type { Evaluator } from "../frame.ts";
import { mergeSort } from "../merge-sort.ts";
import { createTupleScope } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { SortNode } from "../syntax.ts";
import type { Compiler } from "./compiler.ts";
import { evaluateInTuple } from "./evaluate-in-tuple.ts";

/** `^(…)` after a path. @param tuples Whether what is sorted is a stream of tuples. */
export function compileSort(
  node: SortNode,
  tuples: boolean,
  scope: Scope,
  depth: number,
  compiler: Compiler,
): Evaluator {
  const inner = tuples ? createTupleScope(scope) : scope;
  const terms = node.terms.map(({ descending, expression }) => {
    const evaluate = compiler.compile(expression, inner, depth + 1);
    return {
      descending,
      keyOf: tuples ? evaluateInTuple(evaluate) : evaluate,
    };
  });
  const { position } = node;
  return (input, frame) => {
    if (!Array.isArray(input)) return input;
    return mergeSort(input, (left, right) => {
      frame.run.spend(1);
      for (const { descending, keyOf } of terms) {
        const order = compareKeys(
          keyOf(left, frame, tuples),
          keyOf(right, frame, tuples),
          descending,
          position,
        );
        if (order !== 0) return order > 0;
      }
      return false;
    });
  };
}

/** What is missing comes last, whichever the direction. */
function compareKeys(left: unknown, right: unknown, descending: boolean, position: number): number {
  if (left === undefined) return right === undefined ? 0 : 1;
  if (right === undefined) return -1;
  if (!isSortable(left) || !isSortable(right)) {
    throw new JsonataError("T2008", { position, value: isSortable(left) ? right : left });
  }
  if (typeof left !== typeof right) throw new JsonataError("T2007", { position, value: left, value2: right });
  if (left === right) return 0;
  const order = left < right ? -1 : 1;
  return descending ? -order : order;
}

function isSortable(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
