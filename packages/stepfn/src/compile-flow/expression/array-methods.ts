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
  reduce(call) {
    const start = argument(call, 1);
    if (start === undefined) {
      call.lowering.diagnostics.report(
        "ACME1114",
        call.node,
        "reduce() without a first value fails on an empty array",
        { help: "give it a second argument" },
      );
      return start;
    }
    const first = present(start, call.lowering.freshLocal);
    const callback = callbackOf(call, [first.type, itemOf(call.object.type), numberType]);
    if (callback === undefined) return undefined;
    const body = present(callback.body, call.lowering.freshLocal);
    // $reduce hands on as many arguments as the function takes, and needs two at least.
    const padded =
      callback.parameters.length === 1
        ? [...callback.parameters, call.lowering.freshLocal()]
        : callback.parameters;
    if (padded.length === 0) return undefined;
    return value(
      code`$reduce(${call.object.code}, ${renderCallback({ parameters: padded, body })}, ${first.code})`,
      unionOf(first.type, body.type),
      {
        of: [call.object, first, body],
      },
    );
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

function indexWhere(call: MethodCall, names: readonly string[], test: Code, body: Value): Value {
  const [found, item, index] = [
    call.lowering.freshLocal(),
    names[0] ?? call.lowering.freshLocal(),
    names[1] ?? call.lowering.freshLocal(),
  ];
  return value(
    code`$reduce(${call.object.code}, function(${found}, ${item}, ${index}){${found} >= 0 ? ${found} : (${test}) ? ${index} : ${found}}, -1)`,
    numberType,
    { of: [call.object, body] },
  );
}
