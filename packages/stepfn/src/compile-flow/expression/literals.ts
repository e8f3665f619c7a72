import type { ArrayExpression, ObjectExpression } from "oxc-parser";
import {
  arrayOf,
  booleanType,
  isAll,
  itemOf,
  mayBe,
  mayBeNullish,
  numberType,
  stringType,
  type Type,
  unionOf,
  unknownType,
} from "../types/type.ts";
import { type Code, code, joinCode, quote } from "./code.ts";
import { hasHolesIn, refuseHoles } from "./holes.ts";
import { iterableItems } from "./iterable-items.ts";
import { toSingle } from "./to-single.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { nullValue, refusedValue, type Value, value } from "./value.ts";

export function lowerArray(node: ArrayExpression, scope: Scope, lowering: Lowering): Value {
  const types: Type[] = [];
  const of: Value[] = [];
  let pieces: Code[] = [];
  const groups: Code[] = [];
  const close = (): void => {
    if (pieces.length > 0)
      groups.push(
        pieces.length === 1
          ? (pieces[0] ?? [])
          : code`$append(${pieces[0] ?? []}, ${joinAppend(pieces.slice(1))})`,
      );
    pieces = [];
  };
  for (const element of node.elements) {
    if (element === null) {
      lowering.diagnostics.report("ACME1100", node, "holes in arrays are not JSON");
      return refusedValue;
    }
    if (element.type === "SpreadElement") {
      close();
      const spread =
        iterableItems(element.argument, scope, lowering) ?? lowering.lower(element.argument, scope);
      if (!isAll(spread.type, "array") || spread.missing || mayBeNullish(spread.type)) {
        lowering.diagnostics.report(
          "ACME1100",
          element,
          "...x in an array needs to know that x is an array",
          {
            help: "annotate it",
          },
        );
      }
      types.push(itemOf(spread.type));
      of.push(spread);
      groups.push(spread.code);
    } else {
      const item = lowering.lower(element, scope);
      types.push(item.type);
      of.push(item);
      pieces.push(toSingle(item, lowering));
    }
  }
  close();
  const item = types.length === 0 ? unknownType : unionOf(...types);
  const hasSpread = node.elements.some((element) => element?.type === "SpreadElement");
  const type: Type = hasSpread || types.length === 0 ? arrayOf(item) : { kind: "array", item, items: types };
  const known = of.every(
    (one) =>
      isAll(one.type, "boolean", "number", "string", "object") && !one.missing && !mayBeNullish(one.type),
  );
  if (!hasSpread && known)
    return value(
      code`[${joinCode(
        of.map((one) => one.code),
        ", ",
      )}]`,
      type,
      { of },
    );
  if (groups.length === 0) return value(["[]"], type);
  return value(joinAppend(groups), type, { of });
}

function joinAppend(codes: readonly Code[]): Code {
  const [first = ["[]"], ...rest] = codes;
  return rest.reduce<Code>((all, one) => code`$append(${all}, ${one})`, first);
}

export function lowerObject(node: ObjectExpression, scope: Scope, lowering: Lowering): Value {
  let groups: Code[] = [];
  let hasHoles = false;
  let isSifted = false;
  let entries: Code[] = [];
  const of: Value[] = [];
  let fields: Record<string, Type> = {};
  let rest: Type | undefined;
  const names = new Set<string>();
  const close = (): void => {
    if (entries.length > 0) groups.push(code`{${joinCode(entries, ", ")}}`);
    entries = [];
    names.clear();
  };
  /** What is undefined still takes the place of what was there before. */
  const dropBefore = (key: Code): void => {
    if (groups.length === 0) return;
    close();
    const [first = []] = groups;
    const before = groups.length === 1 ? first : code`$merge([${joinCode(groups, ", ")}])`;
    groups = [code`$sift(${before}, function($v, $k){$k != ${key}})`];
    isSifted = true;
  };
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      close();
      const spread = lowering.lower(property.argument, scope);
      of.push(spread);
      if (!isAll(spread.type, "object")) {
        lowering.diagnostics.report(
          "ACME1100",
          property,
          "...x in an object needs to know that x is an object",
          {
            help: "annotate it",
          },
        );
        continue;
      }
      if (groups.length > 0 && refuseHoles(spread, property, lowering)) continue;
      if (hasHolesIn(spread.type)) hasHoles = true;
      const local = lowering.freshLocal();
      const nullish = spread.missing || mayBeNullish(spread.type);
      groups.push(
        nullish
          ? code`(${local} := ${spread.code}; $type(${local}) = "object" ? ${local} : {})`
          : spread.code,
      );
      const parts = spread.type.kind === "union" ? spread.type.parts : [spread.type];
      const known = parts.find((part) => part.kind === "object");
      if (!nullish && parts.length === 1 && known?.kind === "object") {
        fields = { ...fields, ...known.fields };
        if (known.rest !== undefined) rest = unionOf(known.rest);
      } else {
        rest = unknownType;
      }
      continue;
    }
    if (property.kind !== "init" || property.method) {
      lowering.diagnostics.report("ACME1100", property, "getters, setters and methods are not JSON");
      continue;
    }
    const inner = lowering.lower(property.value, scope);
    of.push(inner);
    if (property.computed) {
      close();
      if (property.key.type === "PrivateIdentifier") continue;
      const key = lowering.lower(property.key, scope);
      of.push(key);
      if (inner.missing || (mayBe(inner.type, "undefined") && inner.type.kind !== "unknown")) {
        hasHoles = true;
        dropBefore(key.code);
      }
      groups.push(code`{${key.code}: ${toFieldCode(inner, property, lowering)}}`);
      rest = rest === undefined ? inner.type : unionOf(rest, inner.type);
      if (!isAll(key.type, "string"))
        lowering.diagnostics.report("ACME1110", property.key, "a computed key has to be a text");
      continue;
    }
    const name =
      property.key.type === "Identifier"
        ? property.key.name
        : property.key.type === "Literal"
          ? String(property.key.value)
          : undefined;
    if (name === undefined || name === "__proto__") {
      lowering.diagnostics.report("ACME1100", property, "a key that is no name, text or number");
      continue;
    }
    const mayBeAbsent = inner.missing || (mayBe(inner.type, "undefined") && inner.type.kind !== "unknown");
    if (mayBeAbsent) hasHoles = true;
    if (names.has(name)) close();
    if (mayBeAbsent) dropBefore([quote(name)]);
    names.add(name);
    entries.push(code`${quote(name)}: ${toFieldCode(inner, property, lowering)}`);
    fields = { ...fields, [name]: inner.type };
  }
  close();
  const shape: Type = rest === undefined ? { kind: "object", fields } : { kind: "object", fields, rest };
  const type: Type = hasHoles ? { ...shape, holes: true } : shape;
  const [first = ["{}"]] = groups;
  return value(groups.length <= 1 && !isSifted ? first : code`$merge([${joinCode(groups, ", ")}])`, type, {
    of,
  });
}

/** Undefined leaves the key out, null keeps it. */
export function toFieldCode(inner: Value, node: { start: number; end: number }, lowering: Lowering): Code {
  if (!mayBe(inner.type, "undefined") && !inner.missing) return inner.code;
  // Read in place, nothing is nothing and null is null.
  if (inner.missing) return inner.code;
  if (inner.type.kind === "unknown") return inner.code;
  if (mayBe(inner.type, "null")) {
    lowering.diagnostics.report(
      "ACME1116",
      node,
      "this may be null or undefined, which a stored value does not tell apart, and an object does",
      {
        help: 'give it a value with "?? null"',
      },
    );
    return inner.code;
  }
  const local = lowering.freshLocal();
  return code`(${local} := ${inner.code}; ${local} != null ? ${local})`;
}

/** A value that the compiler knows. */
export function constantValue(
  constant: string | number | boolean | null | Readonly<Record<string, string | number>>,
): Value {
  if (constant === null) return nullValue;
  if (typeof constant === "string") return value([quote(constant)], stringType);
  if (typeof constant === "number") return value([JSON.stringify(constant)], numberType);
  if (typeof constant === "boolean") return value([String(constant)], booleanType);
  const fields = Object.fromEntries(
    Object.entries(constant).map(([name, one]): [string, Type] => [name, constantValue(one).type]),
  );
  return value([JSON.stringify(constant)], { kind: "object", fields });
}
