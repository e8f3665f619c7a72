import type { MemberExpression } from "oxc-parser";
import {
  fieldOf,
  isAll,
  itemOf,
  mayBe,
  mayBeNullish,
  numberType,
  presentType,
  stringType,
  type Type,
  undefinedType,
  unionOf,
} from "../types/type.ts";
import { code, quote } from "./code.ts";
import { setItems } from "./iterable-items.ts";
import { constantValue } from "./literals.ts";
import { enumObject } from "../module/read-enum.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { present, refusedValue, type Value, value } from "./value.ts";

export function lowerMember(node: MemberExpression, scope: Scope, lowering: Lowering): Value {
  if (node.object.type === "Super") return refusedValue;
  const isSize = !node.computed && node.property.type === "Identifier" && node.property.name === "size";
  const set = isSize ? setItems(node.object, scope, lowering) : undefined;
  if (set !== undefined) return value(code`$count(${set.code})`, numberType, { of: [set] });
  const member = enumMember(node, scope);
  if (member !== undefined) return constantValue(member);
  const object = lowering.lower(node.object, scope);
  if (!node.computed) {
    if (node.property.type === "PrivateIdentifier") return refusedValue;
    return readField(object, node.property.name, node, lowering);
  }
  const { property } = node;
  if (property.type === "Literal" && typeof property.value === "number") {
    return readIndex(
      object,
      value([String(property.value)], numberType),
      node,
      lowering,
      property.value >= 0,
    );
  }
  if (property.type === "Literal" && typeof property.value === "string") {
    return readField(object, property.value, node, lowering);
  }
  const key = lowering.lower(property, scope);
  if (isAll(object.type, "array", "string") || isAll(key.type, "number"))
    return readIndex(object, key, node, lowering, false);
  if (isAll(object.type, "object")) {
    const fields = unionOf(
      ...presentParts(object.type).flatMap((part) =>
        part.kind === "object"
          ? [...Object.values(part.fields), ...(part.rest === undefined ? [] : [part.rest])]
          : [],
      ),
      undefinedType,
    );
    return value(code`$lookup(${object.code}, ${key.code})`, fields, {
      of: [object, key],
      missing: true,
      fallible: !isAll(key.type, "string"),
    });
  }
  lowering.diagnostics.report("ACME1304", node, "it is not known whether this reads an array or an object", {
    help: "annotate the value",
  });
  lowering.diagnostics.report("ACME1100", node, "x[key] needs the type of x", { help: "annotate the value" });
  return refusedValue;
}

/** `Color.Red`, and `Color["Red"]`. */
function enumMember(node: MemberExpression, scope: Scope): string | number | undefined {
  const found = node.object.type === "Identifier" ? scope.find(node.object.name) : undefined;
  if (found?.kind !== "enum") return undefined;
  const { property } = node;
  const name =
    !node.computed && property.type === "Identifier"
      ? property.name
      : property.type === "Literal"
        ? String(property.value)
        : "";
  const members = enumObject(found.members);
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function presentParts(type: Type): readonly Type[] {
  const known = presentType(type);
  return known.kind === "union" ? known.parts : [known];
}

export function readField(object: Value, name: string, node: MemberExpression, lowering: Lowering): Value {
  const { type, fields } = object;
  const own = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (own !== undefined) return own;
  if (name === "length" && !isAll(type, "object"))
    return lengthOf(object, node.optional || insideChain(node), lowering);
  if (isAll(type, "error")) {
    const { namelessError } = lowering;
    if (name === "name" && namelessError !== undefined) {
      lowering.diagnostics.report(
        "ACME1119",
        node,
        `the name of a ${namelessError} that the flow throws is "Error", and "${namelessError}" once it is compiled`,
        {
          help: `write class ${namelessError} extends FlowError {}`,
        },
      );
    }
    if (name === "name" || name === "message")
      return value(code`${object.code}.${name}`, stringType, { of: [object] });
    lowering.diagnostics.report("ACME1119", node, `a caught error has a name and a message, and no ${name}`);
    return refusedValue;
  }
  if (isAll(type, "array", "string", "number", "boolean")) {
    lowering.diagnostics.report("ACME1114", node, `"${name}" of ${type.kind} has no counterpart`, {});
    return refusedValue;
  }
  const field = fieldOf(type, name);
  const step =
    /^[A-Za-z_]\w*$/.test(name) && !["and", "or", "in", "true", "false", "null"].includes(name)
      ? name
      : `\`${name}\``;
  const known = isAll(type, "object");
  // JSON from outside is believed to be what its type says; what is not known is asked, for a path would map over an array.
  if (known && !name.includes("`")) {
    const missing = object.missing || mayBe(field, "undefined") || mayBeNullish(type);
    if (!node.optional && !insideChain(node) && mayBeNullish(type)) {
      return value(code`${object.code}.${step}`, field, { of: [object], missing });
    }
    return value(code`${object.code}.${step}`, missing ? unionOf(field, undefinedType) : field, {
      of: [object],
      missing,
    });
  }
  lowering.diagnostics.report(
    "ACME1304",
    node,
    `the type of what "${name}" is read from is not known, so it is asked at run time`,
    {
      help: "annotate the task's result or the parameter",
    },
  );
  const local = lowering.freshLocal();
  const otherwise = node.optional ? `${local} = null or $not($exists(${local})) ? null : ` : "";
  return value(
    code`(${local} := ${object.code}; $type(${local}) = "object" ? $lookup(${local}, ${quote(name)}) : ${otherwise}$error(${quote(`cannot read "${name}" of what is no object`)}))`,
    field,
    { missing: true, fallible: true },
  );
}

/** `a?.b`, and what is behind it. */
export function isOptionalAccess(node: MemberExpression): boolean {
  return node.optional || insideChain(node);
}

function insideChain(node: MemberExpression): boolean {
  let inner = node.object;
  while (inner.type === "MemberExpression" || inner.type === "CallExpression") {
    if (inner.optional) return true;
    const next = inner.type === "CallExpression" ? inner.callee : inner.object;
    if (next.type === "Super") return false;
    inner = next;
  }
  return false;
}

/** UTF-16 units for a text, as JavaScript counts. */
function lengthOf(object: Value, isOptional: boolean, lowering: Lowering): Value {
  const sure = !object.missing && !mayBeNullish(object.type);
  if (sure && isAll(object.type, "array"))
    return value(code`$count(${object.code})`, numberType, { of: [object] });
  if (sure && isAll(object.type, "string"))
    return value(code`$count($split(${object.code}, ""))`, numberType, { of: [object] });
  const local = lowering.freshLocal();
  const otherwise = isOptional
    ? `$exists(${local}) and ${local} != null ? $error("no array or text to take the length of") : null`
    : `$error("no array or text to take the length of")`;
  const isKnown = isOptional && isAll(object.type, "array", "string");
  return value(
    code`(${local} := ${object.code}; $type(${local}) = "array" ? $count(${local}) : $type(${local}) = "string" ? $count($split(${local}, "")) : ${otherwise})`,
    isOptional ? unionOf(numberType, undefinedType) : numberType,
    { of: [object], fallible: !isKnown },
  );
}

function readIndex(
  object: Value,
  index: Value,
  node: MemberExpression,
  lowering: Lowering,
  isNatural: boolean,
): Value {
  if (isAll(object.type, "string")) {
    const text = lowering.freshLocal();
    const at = lowering.freshLocal();
    return value(
      code`(${text} := ${object.code}; ${at} := ${index.code}; ${at} >= 0 and ${at} < $length(${text}) ? $substring(${text}, ${at}, 1) : null)`,
      unionOf(stringType, undefinedType),
      { of: [object, index] },
    );
  }
  if (!isAll(object.type, "array")) {
    lowering.diagnostics.report("ACME1100", node, "x[index] needs the type of x", {
      help: "annotate the value",
    });
    return refusedValue;
  }
  const tuple = partItems(object.type, node);
  const type = tuple ?? unionOf(itemOf(object.type), undefinedType);
  const missing = tuple === undefined;
  if (isNatural)
    return value(code`(${object.code})[${index.code}]`, type, {
      of: [object, index],
      missing,
      fallible: false,
    });
  const at = lowering.freshLocal();
  return value(
    code`(${at} := ${present(index, lowering.freshLocal).code}; ${at} >= 0 and ${at} = $floor(${at}) ? (${object.code})[${at}] : null)`,
    type,
    { of: [object, index], missing, fallible: !isAll(index.type, "number") },
  );
}

function partItems(type: Type, node: MemberExpression): Type | undefined {
  if (type.kind !== "array" || type.items === undefined) return undefined;
  const { property } = node;
  return node.computed && property.type === "Literal" && typeof property.value === "number"
    ? type.items[property.value]
    : undefined;
}
