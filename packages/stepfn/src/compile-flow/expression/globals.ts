import type { CallExpression } from "oxc-parser";
import {
  arrayOf,
  booleanType,
  isAll,
  mayBeNullish,
  numberType,
  partsOf,
  presentType,
  stringType,
  type Type,
  unionOf,
  unknownType,
} from "../types/type.ts";
import { code, joinCode } from "./code.ts";
import { currentTime, parseDate } from "./dates.ts";
import { volatileValue } from "./volatile.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { toText } from "./text.ts";
import { toBoolean } from "./truthiness.ts";
import { present, type Value, value } from "./value.ts";

interface GlobalCall {
  node: CallExpression;
  values: readonly Value[];
  lowering: Lowering;
  scope: Scope;
}

type GlobalFunction = (call: GlobalCall) => Value | undefined;

function numeric(count: number, make: (...codes: readonly string[]) => string): GlobalFunction {
  return ({ values, lowering }) => {
    if (values.length !== count) return undefined;
    const names = values.map(() => lowering.freshLocal());
    const binds = values.map(
      (one, index) => code`${names[index] ?? ""} := ${present(one, lowering.freshLocal).code}`,
    );
    return value(code`(${joinCode(binds, "; ")}; ${make(...names)})`, numberType, {
      of: values,
      fallible: !values.every(({ type, missing }) => type.kind === "number" && !missing),
    });
  };
}

function extreme(name: string): GlobalFunction {
  return ({ values }) => {
    if (values.length === 0 || !values.every(({ type }) => isAll(type, "number"))) return undefined;
    return value(
      code`${name}([${joinCode(
        values.map((one) => one.code),
        ", ",
      )}])`,
      numberType,
      { of: values },
    );
  };
}

function ofObject(
  type: (field: Type) => Type,
  text: (object: Value, lowering: Lowering) => ReturnType<typeof code>,
): GlobalFunction {
  return ({ values: [object], lowering }) => {
    if (object === undefined || object.missing || !isAll(object.type, "object")) return undefined;
    return value(text(object, lowering), arrayOf(type(anyField(object.type))), { of: [object] });
  };
}

function anyField(type: Type): Type {
  const fields = partsOf(presentType(type)).flatMap((part) =>
    part.kind === "object"
      ? [...Object.values(part.fields), ...(part.rest === undefined ? [] : [part.rest])]
      : [unknownType],
  );
  return fields.length === 0 ? unknownType : unionOf(...fields);
}

/** Functions of JavaScript's globals with an exact counterpart; any other is refused. */
export const globalFunctions: Readonly<Record<string, GlobalFunction>> = {
  "Math.floor": numeric(1, (a) => `$floor(${a})`),
  "Math.ceil": numeric(1, (a) => `$ceil(${a})`),
  "Math.abs": numeric(1, (a) => `$abs(${a})`),
  "Math.sqrt": numeric(1, (a) => `$sqrt(${a})`),
  "Math.trunc": numeric(1, (a) => `${a} < 0 ? $ceil(${a}) : $floor(${a})`),
  "Math.sign": numeric(1, (a) => `${a} > 0 ? 1 : ${a} < 0 ? -1 : 0`),
  // $round() rounds half to even.
  "Math.round": numeric(1, (a) => `${a} - $floor(${a}) >= 0.5 ? $floor(${a}) + 1 : $floor(${a})`),
  "Math.max": extreme("$max"),
  "Math.min": extreme("$min"),
  "Math.random": ({ values, lowering }) =>
    values.length === 0 ? volatileValue("$random()", numberType, "random", lowering) : undefined,
  "crypto.randomUUID": ({ values, lowering }) =>
    values.length === 0 ? volatileValue("$uuid()", stringType, "uuid", lowering) : undefined,
  "Date.now": ({ values, lowering }) => (values.length === 0 ? currentTime(lowering) : undefined),
  "Date.parse": ({ node, values: [text], lowering }) =>
    text !== undefined && isAll(text.type, "string") && !text.missing && !mayBeNullish(text.type)
      ? parseDate(text, node, lowering)
      : undefined,
  Number: ({ values: [one] }) =>
    one?.type.kind === "number"
      ? one
      : one === undefined
        ? undefined
        : value(code`$number(${one.code})`, numberType, { fallible: true }),
  String: ({ values: [one], node, lowering }) =>
    one === undefined ? undefined : toText(one, node, lowering),
  Boolean: ({ values: [one], lowering }) => (one === undefined ? undefined : toBoolean(one, lowering)),
  // Values of a state machine are copies already.
  structuredClone: ({ values }) => (values.length === 1 ? values[0] : undefined),
  "Array.isArray": ({ values: [one] }) =>
    one === undefined ? undefined : value(code`($type(${one.code}) = "array")`, booleanType, { of: [one] }),
  "JSON.parse": ({ values: [one] }) =>
    one === undefined ? undefined : value(code`$parse(${one.code})`, unknownType, { fallible: true }),
  // Numbers have at most 15 digits in it.
  "JSON.stringify": ({ values, lowering }) => {
    const [one] = values;
    if (values.length !== 1 || one === undefined || one.missing) return undefined;
    if (isAll(one.type, "array", "object"))
      return value(code`$string(${one.code})`, stringType, { of: [one] });
    const local = lowering.freshLocal();
    return value(
      code`(${local} := $string([${one.code}]); $substring(${local}, 1, $length(${local}) - 2))`,
      stringType,
      { of: [one] },
    );
  },
  "Object.keys": ofObject(
    () => stringType,
    (object) => code`[$keys(${object.code})]`,
  ),
  "Object.values": ofObject(
    (field) => field,
    (object) => code`$append([], $each(${object.code}, function($v){$v})[])`,
  ),
  "Object.entries": ofObject(
    (field) => ({ kind: "array", item: unionOf(stringType, field), items: [stringType, field] }),
    (object) =>
      code`$append([], $each(${object.code}, function($v, $k){[$k, $type($v) = "array" ? [[$v]] : $v]})[])`,
  ),
};
