import {
  arrayOf,
  booleanType,
  isAll,
  isPrimitive,
  itemOf,
  mayBeNullish,
  numberType,
  stringType,
  undefinedType,
  unionOf,
} from "../types/type.ts";
import { arrayCopies } from "./array-copies.ts";
import { renderCallback } from "./callback.ts";
import { type Code, code } from "./code.ts";
import { argument, callbackOf, type Method, type MethodCall } from "./method-call.ts";
import { toText } from "./text.ts";
import { toTest } from "./truthiness.ts";
import { present, type Value, value } from "./value.ts";

/** Methods of arrays; any other is refused. The encodings are those of compiler.md 3.1. */
export const arrayMethods: Readonly<Record<string, Method>> = {
  ...arrayCopies,
  map(call) {
    const callback = callbackOf(call, [itemOf(call.object.type), numberType]);
    if (callback === undefined) return undefined;
    const body = present(callback.body, call.lowering.freshLocal);
    const fn = renderCallback({ ...callback, body });
    const flat = isAll(body.type, "boolean", "number", "string", "object", "null");
    const text = flat
      ? code`[$map(${call.object.code}, ${fn})]`
      : code`$append([], $map(${call.object.code}, ${fn})[])`;
    return value(text, arrayOf(body.type), { of: [call.object, body] });
  },
  filter(call) {
    const test = testOf(call);
    if (test === undefined) return undefined;
    return value(
      code`$append([], $filter(${call.object.code}, ${test.fn})[])`,
      arrayOf(itemOf(call.object.type)),
      { of: [call.object, test.body] },
    );
  },
  find(call) {
    const test = testOf(call);
    if (test === undefined) return undefined;
    return value(
      code`($append([], $filter(${call.object.code}, ${test.fn})[]))[0]`,
      unionOf(itemOf(call.object.type), undefinedType),
      {
        of: [call.object, test.body],
        missing: true,
      },
    );
  },
  findIndex(call) {
    const callback = callbackOf(call, [itemOf(call.object.type), numberType]);
    if (callback === undefined) return undefined;
    return indexWhere(
      call,
      callback.parameters,
      code`${toTest(callback.body, call.lowering)} ? true : false`,
      callback.body,
    );
  },
  indexOf(call) {
    const wanted = argument(call, 0);
    if (wanted === undefined || !isPrimitive(wanted.type)) return undefined;
    const [item, name] = [call.lowering.freshLocal(), call.lowering.freshLocal()];
    const found = indexWhere(call, [item], code`${item} = ${name}`, wanted);
    return { ...found, code: code`(${name} := ${wanted.code}; ${found.code})` };
  },
  includes(call) {
    const wanted = argument(call, 0);
    if (wanted === undefined || !isPrimitive(wanted.type)) return undefined;
    return value(code`(${wanted.code} in ${call.object.code})`, booleanType, { of: [call.object, wanted] });
  },
  some: (call) => quantify(call, (found, test) => code`${found} ? true : (${test} ? true : false)`, "false"),
  every: (call) => quantify(call, (found, test) => code`${found} ? (${test} ? true : false) : false`, "true"),
  findLast(call) {
    const test = testOf(call);
    if (test === undefined) return undefined;
    return value(
      code`($append([], $filter(${call.object.code}, ${test.fn})[]))[-1]`,
      unionOf(itemOf(call.object.type), undefinedType),
      { of: [call.object, test.body], missing: true },
    );
  },
  findLastIndex(call) {
    const callback = callbackOf(call, [itemOf(call.object.type), numberType]);
    if (callback === undefined) return undefined;
    const test = code`${toTest(callback.body, call.lowering)} ? true : false`;
    return indexWhere(call, callback.parameters, test, callback.body, { last: true });
  },
  lastIndexOf(call) {
    const wanted = call.arguments.length === 1 ? argument(call, 0) : undefined;
    if (wanted === undefined || !isPrimitive(wanted.type)) return undefined;
    const [item, name] = [call.lowering.freshLocal(), call.lowering.freshLocal()];
    const found = indexWhere(call, [item], code`${item} = ${name}`, wanted, { last: true });
    return { ...found, code: code`(${name} := ${wanted.code}; ${found.code})` };
  },
  reduce: (call) => reduce(call, call.object.code),
  reduceRight(call) {
    // JavaScript counts the index down, and JSONata up.
    const [callback] = call.arguments;
    if (callback !== undefined && "params" in callback && callback.params.length > 2) return undefined;
    return reduce(call, code`$reverse(${call.object.code})`);
  },
  join(call) {
    const separator = call.arguments.length === 0 ? value(['","'], stringType) : argument(call, 0);
    if (separator === undefined || !isAll(separator.type, "string")) return undefined;
    const item = call.lowering.freshLocal();
    const text = toText(value([item], itemOf(call.object.type)), call.node, call.lowering);
    const orNothing = mayBeNullish(itemOf(call.object.type))
      ? code`(${item} = null ? "" : ${text.code})`
      : text.code;
    return value(
      code`$join([$map(${call.object.code}, function(${item}){${orNothing}})], ${separator.code})`,
      stringType,
      { of: [call.object, separator, text] },
    );
  },
  at(call) {
    const index = argument(call, 0);
    if (index === undefined || !isAll(index.type, "number")) return undefined;
    return value(
      code`(${call.object.code})[${index.code}]`,
      unionOf(itemOf(call.object.type), undefinedType),
      { of: [call.object, index], missing: true },
    );
  },
};

/** Without a first value that is the first item; of an empty array JavaScript throws, and this fails. */
function reduce(call: MethodCall, items: Code): Value | undefined {
  const { lowering, object } = call;
  const start = argument(call, 1);
  if (start === undefined && call.arguments.length !== 1) return undefined;
  const item = itemOf(object.type);
  const first = start === undefined ? undefined : present(start, lowering.freshLocal);
  const callback = callbackOf(call, [first?.type ?? item, item, numberType]);
  if (callback === undefined) return undefined;
  const body = present(callback.body, lowering.freshLocal);
  // $reduce hands on as many arguments as the function takes, and needs two at least.
  const parameters =
    callback.parameters.length === 1 ? [...callback.parameters, lowering.freshLocal()] : callback.parameters;
  if (parameters.length === 0) return undefined;
  const fn = renderCallback({ parameters, body });
  const of = [object, body];
  if (first !== undefined)
    return value(code`$reduce(${items}, ${fn}, ${first.code})`, unionOf(first.type, body.type), {
      of: [...of, first],
    });
  const empty = code`$error("reduce() of no items without a first value")`;
  return value(
    code`($count(${object.code}) = 0 ? ${empty} : $reduce(${items}, ${fn}))`,
    unionOf(item, body.type),
    { fallible: true },
  );
}

function testOf(call: MethodCall): { fn: Code; body: Value } | undefined {
  const callback = callbackOf(call, [itemOf(call.object.type), numberType]);
  if (callback === undefined) return undefined;
  const parameters = callback.parameters.length === 0 ? [call.lowering.freshLocal()] : callback.parameters;
  const body = { ...callback.body, code: code`${toTest(callback.body, call.lowering)} ? true : false` };
  return { fn: renderCallback({ parameters, body }), body: callback.body };
}

function quantify(
  call: MethodCall,
  next: (found: string, test: Code) => Code,
  first: string,
): Value | undefined {
  const callback = callbackOf(call, [itemOf(call.object.type), numberType]);
  if (callback === undefined) return undefined;
  const found = call.lowering.freshLocal();
  const parameters = [
    found,
    ...(callback.parameters.length === 0 ? [call.lowering.freshLocal()] : callback.parameters),
  ];
  const body = next(found, toTest(callback.body, call.lowering));
  return value(
    code`$reduce(${call.object.code}, function(${parameters.join(", ")}){${body}}, ${first})`,
    booleanType,
    { of: [call.object, callback.body] },
  );
}

function indexWhere(
  call: MethodCall,
  names: readonly string[],
  test: Code,
  body: Value,
  { last = false }: { last?: boolean } = {},
): Value {
  const [found, item, index] = [
    call.lowering.freshLocal(),
    names[0] ?? call.lowering.freshLocal(),
    names[1] ?? call.lowering.freshLocal(),
  ];
  const known = last ? "" : `${found} >= 0 ? ${found} : `;
  return value(
    code`$reduce(${call.object.code}, function(${found}, ${item}, ${index}){${known}(${test}) ? ${index} : ${found}}, -1)`,
    numberType,
    { of: [call.object, body] },
  );
}
