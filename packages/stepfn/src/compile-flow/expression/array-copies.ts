import { arrayOf, isAll, isPrimitive, itemOf, mayBeNullish, unionOf } from "../types/type.ts";
import { renderCallback } from "./callback.ts";
import { type Code, code } from "./code.ts";
import { toSingle } from "./to-single.ts";
import type { Lowering } from "./lowering.ts";
import { argument, callbackOf, type Method, sliceBounds } from "./method-call.ts";
import { present, type Value, value } from "./value.ts";

/** Methods that give another array made of the items. */
export const arrayCopies: Readonly<Record<string, Method>> = {
  slice(call) {
    const { lowering, object } = call;
    const [from, to] = [argument(call, 0), argument(call, 1)];
    if (call.arguments.length > 2) return undefined;
    const [n, s, e, v, i] = [
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
    ];
    const bounds = sliceBounds(code`$count(${object.code})`, from, to, [n, s, e]);
    const kept = code`$append([], $filter(${object.code}, function(${v}, ${i}){${i} >= ${s} and ${i} < ${e}})[])`;
    return value(code`(${bounds}; ${kept})`, arrayOf(itemOf(object.type)), {
      of: [object, ...(from ? [from] : []), ...(to ? [to] : [])],
      fallible: !areNumbers(from, to),
    });
  },
  concat(call) {
    let result: Value | undefined = call.object;
    for (let index = 0; index < call.arguments.length; index++) {
      const other = argument(call, index);
      if (other === undefined || result === undefined) return undefined;
      // An array gives its items, anything else itself.
      if (isAll(other.type, "array") && !mayBeNullish(other.type) && !other.missing)
        result = value(
          code`$append(${result.code}, ${other.code})`,
          arrayOf(unionOf(itemOf(result.type), itemOf(other.type))),
          { of: [result, other] },
        );
      else if (isAll(other.type, "boolean", "number", "string", "object"))
        result = appended(result, other, call.lowering);
      else return undefined;
    }
    return result;
  },
  toReversed: (call) =>
    value(code`$reverse(${call.object.code})`, arrayOf(itemOf(call.object.type)), { of: [call.object] }),
  toSorted(call) {
    const item = itemOf(call.object.type);
    if (call.arguments.length === 0) {
      if (isPrimitive(item) && isAll(item, "string"))
        return value(code`$append([], $sort(${call.object.code})[])`, arrayOf(item), { of: [call.object] });
      call.lowering.diagnostics.report(
        "ACME1112",
        call.node,
        "without a comparator, JavaScript sorts by the text of each item",
        { help: "give one: (a, b) => a - b" },
      );
      return undefined;
    }
    const callback = callbackOf(call, [item, item]);
    if (callback === undefined) return undefined;
    const body = { ...callback.body, code: code`${callback.body.code} > 0` };
    return value(
      code`$append([], $sort(${call.object.code}, ${renderCallback({ ...callback, body })})[])`,
      arrayOf(item),
      { of: [call.object, body], fallible: !isAll(callback.body.type, "number") },
    );
  },
  flat(call) {
    const [depth] = call.arguments;
    if (depth !== undefined && !(depth.type === "Literal" && depth.value === 1)) return undefined;
    const inner = itemOf(call.object.type);
    const [all, item] = [call.lowering.freshLocal(), call.lowering.freshLocal()];
    const flatType = isAll(inner, "array") ? itemOf(inner) : inner;
    return value(
      code`$reduce(${call.object.code}, function(${all}, ${item}){$append(${all}, ${item})}, [])`,
      arrayOf(flatType),
      { of: [call.object] },
    );
  },
  flatMap(call) {
    const callback = callbackOf(call, [itemOf(call.object.type)]);
    if (callback === undefined || !isAll(callback.body.type, "array")) return undefined;
    const all = call.lowering.freshLocal();
    const item = callback.parameters[0] ?? call.lowering.freshLocal();
    return value(
      code`$reduce(${call.object.code}, function(${all}, ${item}){$append(${all}, ${callback.body.code})}, [])`,
      callback.body.type,
      { of: [call.object, callback.body] },
    );
  },
  toSpliced(call) {
    const { lowering, object } = call;
    const [start, count] = [argument(call, 0), argument(call, 1)];
    if (start === undefined || !areNumbers(start, count)) return undefined;
    const [n, s, d, v, i] = [
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
    ];
    let put: Value = value(["[]"], arrayOf({ kind: "unknown" }));
    for (let index = 2; index < call.arguments.length; index++) {
      const item = argument(call, index);
      if (item === undefined) return undefined;
      put = appended(put, item, lowering);
    }
    const part = (test: Code): Code =>
      code`$append([], $filter(${object.code}, function(${v}, ${i}){${test}})[])`;
    const end = count === undefined ? n : count.code;
    const bounds = code`${n} := $count(${object.code}); ${s} := ${start.code}; ${s} := ${s} < 0 ? $max([0, ${n} + ${s}]) : ${s}; ${d} := ${end}`;
    const whole = code`$append($append(${part(code`${i} < ${s}`)}, ${put.code}), ${part(code`${i} >= ${s} and ${i} >= ${s} + ${d}`)})`;
    const type =
      call.arguments.length > 2 ? unionOf(itemOf(object.type), itemOf(put.type)) : itemOf(object.type);
    return value(code`(${bounds}; ${whole})`, arrayOf(type), {
      of: [object, start, put, ...(count === undefined ? [] : [count])],
    });
  },
  with(call) {
    const { lowering, object } = call;
    const [index, item] = [argument(call, 0), argument(call, 1)];
    if (index === undefined || item === undefined || call.arguments.length > 2 || !areNumbers(index))
      return undefined;
    const [n, at, put, v, i] = [
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
      lowering.freshLocal(),
    ];
    const stored = present(item, lowering.freshLocal);
    const replaced = code`$append([], $map(${object.code}, function(${v}, ${i}){${i} = ${at} ? ${put} : ${v}})[])`;
    return value(
      code`(${n} := $count(${object.code}); ${at} := ${index.code}; ${at} := ${at} < 0 ? ${n} + ${at} : ${at}; ${put} := ${stored.code}; ${at} >= 0 and ${at} < ${n} ? ${replaced} : $error("with() beyond the items of the array"))`,
      arrayOf(unionOf(itemOf(object.type), stored.type)),
      { fallible: true },
    );
  },
};

function areNumbers(...values: readonly (Value | undefined)[]): boolean {
  return values.every((one) => one === undefined || one.type.kind === "number");
}

/** The array with one more item: `xs.push(v)`. */
export function appended(array: Value, item: Value, lowering: Lowering): Value {
  return value(
    code`$append(${array.code}, ${toSingle(item, lowering)})`,
    arrayOf(unionOf(itemOf(array.type), item.type)),
    { of: [array, item] },
  );
}
