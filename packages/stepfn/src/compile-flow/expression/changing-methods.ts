import type { CallExpression } from "oxc-parser";
import { arrayOf, isAll, itemOf, mayBeNullish, unionOf } from "../types/type.ts";
import { appended, arrayCopies } from "./array-copies.ts";
import { code } from "./code.ts";
import type { MethodCall } from "./method-call.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { refusedValue, type Value, value } from "./value.ts";

export interface ArrayChange {
  node: CallExpression;
  method: string;
  /** What the array is before. */
  array: Value;
  scope: Scope;
  lowering: Lowering;
}

type Changing = (change: ArrayChange) => Value | undefined;

/** Array methods that change their array: what the array is afterwards. */
export const changingMethods: Readonly<Record<string, Changing>> = {
  push(change) {
    let { array } = change;
    for (const item of itemsOf(change)) {
      array = item.isSpread
        ? value(
            code`$append(${array.code}, ${item.given.code})`,
            arrayOf(unionOf(itemOf(array.type), itemOf(item.given.type))),
            {
              of: [array, item.given],
            },
          )
        : appended(array, item.given, change.lowering);
    }
    return array;
  },
  unshift(change) {
    const { array, lowering } = change;
    let front: Value = value(["[]"], arrayOf({ kind: "unknown" }));
    for (const item of itemsOf(change)) {
      const next = item.isSpread
        ? item.given
        : appended(value(["[]"], arrayOf(item.given.type)), item.given, lowering);
      front = value(code`$append(${front.code}, ${next.code})`, next.type, { of: [front, next] });
    }
    return value(
      code`$append(${front.code}, ${array.code})`,
      arrayOf(unionOf(itemOf(front.type), itemOf(array.type))),
      {
        of: [front, array],
      },
    );
  },
  pop: (change) => kept(change, (index, count) => `${index} < ${count} - 1`),
  shift: (change) => kept(change, (index) => `${index} > 0`),
  reverse: (change) => copied(change, "toReversed"),
  sort: (change) => copied(change, "toSorted"),
  splice: (change) => copied(change, "toSpliced"),
  fill(change) {
    const [given, ...others] = itemsOf(change);
    if (given === undefined || given.isSpread || others.length > 0) return undefined;
    const local = change.lowering.freshLocal();
    const filled = code`$append([], $map(${change.array.code}, function(){${local}})[])`;
    return value(code`(${local} := ${given.given.code}; ${filled})`, arrayOf(given.given.type), {
      of: [change.array, given.given],
    });
  },
};

export function changeArray(change: ArrayChange): Value {
  const { lowering, node, method } = change;
  const before = lowering.diagnostics.found.length;
  const result = Object.hasOwn(changingMethods, method) ? changingMethods[method]?.(change) : undefined;
  if (result !== undefined) return result;
  if (lowering.diagnostics.found.length === before) {
    lowering.diagnostics.report(
      "ACME1114",
      node,
      `"${method}" with these arguments has no exact counterpart in JSONata`,
      {
        help: "make a new array of the parts: xs = [...xs.slice(0, 2), item]",
      },
    );
  }
  return refusedValue;
}

function kept(
  { array, node, lowering }: ArrayChange,
  test: (index: string, count: string) => string,
): Value | undefined {
  if (node.arguments.length > 0) return undefined;
  const [item, index, count] = [lowering.freshLocal(), lowering.freshLocal(), lowering.freshLocal()];
  return value(
    code`(${count} := $count(${array.code}); $append([], $filter(${array.code}, function(${item}, ${index}){${test(index, count)}})[]))`,
    arrayOf(itemOf(array.type)),
    { of: [array] },
  );
}

/** As the method that gives a changed copy. */
function copied({ array, node, scope, lowering }: ArrayChange, method: string): Value | undefined {
  const call: MethodCall = { node, object: array, arguments: node.arguments, scope, lowering };
  return arrayCopies[method]?.(call);
}

interface GivenItem {
  given: Value;
  isSpread: boolean;
}

function itemsOf({ node, scope, lowering }: ArrayChange): GivenItem[] {
  return node.arguments.map((one): GivenItem => {
    if (one.type !== "SpreadElement") return { given: lowering.lower(one, scope), isSpread: false };
    const given = lowering.lower(one.argument, scope);
    if (!isAll(given.type, "array") || given.missing || mayBeNullish(given.type)) {
      lowering.diagnostics.report("ACME1100", one, "...x needs to know that x is an array", {
        help: 'annotate it, or write "?? []"',
      });
      return { given: refusedValue, isSpread: false };
    }
    return { given, isSpread: true };
  });
}

/** What pop() and shift() give, of the array before; undefined for other methods. */
export function takenItem(method: string, array: Value): Value | undefined {
  const type = unionOf(itemOf(array.type), { kind: "undefined" });
  if (method === "shift") return value(code`(${array.code})[0]`, type, { of: [array], missing: true });
  if (method === "pop") return value(code`(${array.code})[-1]`, type, { of: [array], missing: true });
  return undefined;
}
