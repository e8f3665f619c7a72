import type { BindingPattern } from "oxc-parser";
import {
  fieldOf,
  isAll,
  itemOf,
  mayBe,
  mayBeNullish,
  presentType,
  type Type,
  undefinedType,
  unionOf,
} from "../types/type.ts";
import { type Code, code, quote, isCheap } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { type Value, value } from "./value.ts";

export interface BoundName {
  name: string;
  part: Value;
  span: { start: number; end: number };
}

/** The names that a pattern binds, each with the part of the value it gets; defaults are for what is not there. */
export function readPattern(
  pattern: BindingPattern,
  one: Value,
  scope: Scope,
  lowering: Lowering,
): BoundName[] {
  switch (pattern.type) {
    case "Identifier":
      return [{ name: pattern.name, part: one, span: pattern }];
    case "AssignmentPattern":
      return readPattern(
        pattern.left,
        withDefault(one, lowering.lower(pattern.right, scope), pattern, lowering),
        scope,
        lowering,
      );
    case "ObjectPattern": {
      const names: BoundName[] = [];
      const taken: string[] = [];
      for (const property of pattern.properties) {
        if (property.type === "RestElement") {
          const list = taken.map(quote).join(", ");
          const rest = restType(one.type, taken);
          const part = value(
            code`$merge([$sift(${one.code}, function($v, $k){$k in [${list}] ? false : true})])`,
            rest,
            { of: [one] },
          );
          names.push(...readPattern(property.argument, part, scope, lowering));
          continue;
        }
        const key =
          property.key.type === "Identifier" && !property.computed
            ? property.key.name
            : property.key.type === "Literal"
              ? String(property.key.value)
              : undefined;
        if (key === undefined) {
          lowering.diagnostics.report("ACME1100", property, "computed keys in patterns are not supported");
          continue;
        }
        taken.push(key);
        names.push(...readPattern(property.value, fieldPart(one, key, property, lowering), scope, lowering));
      }
      return names;
    }
    case "ArrayPattern": {
      const names: BoundName[] = [];
      if (!isAll(one.type, "array")) {
        lowering.diagnostics.report(
          "ACME1100",
          pattern,
          "this pattern needs to know that its value is an array",
          { help: "annotate it" },
        );
        return [];
      }
      for (const [index, element] of pattern.elements.entries()) {
        if (element === null) continue;
        if (element.type === "RestElement") {
          const rest = code`$append([], $filter(${one.code}, function($v, $i){$i >= ${String(index)}})[])`;
          names.push(
            ...readPattern(
              element.argument,
              value(rest, { kind: "array", item: itemOf(one.type) }, { of: [one] }),
              scope,
              lowering,
            ),
          );
          continue;
        }
        const known = one.type.kind === "array" ? one.type.items?.[index] : undefined;
        const part = value(
          code`(${one.code})[${String(index)}]`,
          known ?? unionOf(itemOf(one.type), undefinedType),
          { of: [one], missing: known === undefined },
        );
        names.push(...readPattern(element, part, scope, lowering));
      }
      return names;
    }
  }
}

function fieldPart(one: Value, key: string, span: { start: number; end: number }, lowering: Lowering): Value {
  const own = one.fields !== undefined && Object.hasOwn(one.fields, key) ? one.fields[key] : undefined;
  if (own !== undefined) return own;
  const type = fieldOf(one.type, key);
  const plain = /^[A-Za-z_]\w*$/.test(key) && !["and", "or", "in", "true", "false", "null"].includes(key);
  const step: Code = [plain ? key : `\`${key}\``];
  if (isAll(one.type, "object"))
    return value(code`${one.code}.${step}`, type, {
      of: [one],
      missing: mayBe(type, "undefined") || one.missing,
    });
  if (isAll(one.type, "error") && (key === "name" || key === "message"))
    return value(code`${one.code}.${key}`, type, { of: [one] });
  lowering.diagnostics.report(
    "ACME1304",
    span,
    `the type of what "${key}" is taken from is not known, so it is asked at run time`,
    {
      help: "annotate the task's result or the parameter",
    },
  );
  const local = lowering.freshLocal();
  return value(
    code`(${local} := ${one.code}; $type(${local}) = "object" ? $lookup(${local}, ${quote(key)}) : $error(${quote(`cannot take "${key}" from what is no object`)}))`,
    type,
    { missing: true, fallible: true },
  );
}

/** The default is for undefined and not for null. */
function withDefault(
  one: Value,
  fallback: Value,
  span: { start: number; end: number },
  lowering: Lowering,
): Value {
  const type = unionOf(
    ...(one.type.kind === "union" ? one.type.parts : [one.type]).filter(({ kind }) => kind !== "undefined"),
    fallback.type,
  );
  if (one.missing) {
    const short = isCheap(one.code);
    if (short)
      return value(code`($exists(${one.code}) ? ${one.code} : ${fallback.code})`, type, {
        of: [one, fallback],
        missing: fallback.missing,
      });
    const local = lowering.freshLocal();
    return value(code`(${local} := ${one.code}; $exists(${local}) ? ${local} : ${fallback.code})`, type, {
      of: [one, fallback],
      missing: fallback.missing,
    });
  }
  if (!mayBe(one.type, "undefined")) return one;
  if (mayBe(one.type, "null")) {
    lowering.diagnostics.report(
      "ACME1116",
      span,
      "a default is for undefined and not for null, which a stored value does not tell apart",
    );
  }
  return value(code`(${one.code} != null ? ${one.code} : ${fallback.code})`, unionOf(presentType(type)), {
    of: [one, fallback],
    missing: fallback.missing,
  });
}

function restType(type: Type, taken: readonly string[]): Type {
  if (type.kind !== "object" || mayBeNullish(type))
    return { kind: "object", fields: {}, rest: { kind: "unknown" } };
  const fields = Object.fromEntries(Object.entries(type.fields).filter(([key]) => !taken.includes(key)));
  return type.rest === undefined ? { kind: "object", fields } : { kind: "object", fields, rest: type.rest };
}
