import {
  arrayOf,
  booleanType,
  isAll,
  itemOf,
  partsOf,
  presentType,
  stringType,
  type Type,
  unionOf,
  unknownType,
} from "../types/type.ts";
import { merged } from "./change.ts";
import { type Code, code } from "./code.ts";
import { type GlobalFunction, isSurely } from "./global-call.ts";
import { toText } from "./text.ts";
import { refusedValue, type Value, value } from "./value.ts";
import { refuseHoles } from "./holes.ts";

function ofObject(type: (field: Type) => Type, text: (object: Value) => Code): GlobalFunction {
  return ({ node, values: [object], lowering }) => {
    if (!isSurely(object, "object")) return undefined;
    if (refuseHoles(object, node, lowering)) return refusedValue;
    return value(text(object), arrayOf(type(anyField(object.type))), { of: [object] });
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

export const objectFunctions: Readonly<Record<string, GlobalFunction>> = {
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
  "Object.hasOwn": ({ node, values: [object, key], lowering }) => {
    if (!isSurely(object, "object") || !isSurely(key, "string")) return undefined;
    if (refuseHoles(object, node, lowering)) return refusedValue;
    return value(code`$exists($lookup(${object.code}, ${key.code}))`, booleanType, { of: [object, key] });
  },
  "Object.fromEntries"({ node, values: [pairs], lowering }) {
    if (!isSurely(pairs, "array")) return undefined;
    const pair = itemOf(pairs.type);
    if (!isAll(pair, "array")) return undefined;
    const [keyType = itemOf(pair), valueType = itemOf(pair)] =
      pair.kind === "array" ? (pair.items ?? []) : [];
    const local = lowering.freshLocal();
    const key = toText(value(code`(${local})[0]`, keyType), node, lowering);
    return value(
      code`$merge([$map(${pairs.code}, function(${local}){{${key.code}: (${local})[1]}})])`,
      { kind: "object", fields: {}, rest: valueType },
      { of: [pairs, key] },
    );
  },
  // Of a literal it makes a new object; of anything else it is a statement that changes it.
  "Object.assign": ({ node, values, lowering }) =>
    node.arguments[0]?.type === "ObjectExpression" ? merged(values, node, lowering) : undefined,
  // Values of a state machine are copies already.
  structuredClone: ({ values }) => (values.length === 1 ? values[0] : undefined),
};
