import type { Expression, TemplateLiteral } from "oxc-parser";
import type { Span } from "../source/diagnostic.ts";
import { isAll, mayBe, mayBeNullish, partsOf, stringType } from "../types/type.ts";
import { code, joinCode, quote } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { refusedValue, type Value, value } from "./value.ts";

/**
 * A value as text. Integers are written exactly; other numbers have at most 15 digits in JSONata, so that the last digits of a
 * number like 0.1 + 0.2 differ from JavaScript's (compiler.md 3.3).
 */
export function toText(one: Value, span: Span, lowering: Lowering): Value {
  if (isAll(one.type, "string") && !one.missing && !mayBeNullish(one.type)) return one;
  if (isAll(one.type, "array", "object", "error")) {
    lowering.diagnostics.report(
      "ACME1111",
      span,
      "an array or object as text is not what JSONata makes of it",
      {
        help: "write JSON.stringify(x), or join its parts",
      },
    );
    return refusedValue;
  }
  if (one.type.kind === "boolean" && !one.missing)
    return value(code`$string(${one.code})`, stringType, { of: [one] });
  const local = lowering.freshLocal();
  if (one.type.kind === "number" && !one.missing) {
    return value(
      code`(${local} := ${one.code}; ${local} = $floor(${local}) ? $formatBase(${local}) : $string(${local}))`,
      stringType,
      { of: [one] },
    );
  }
  const isNull = !one.missing && mayBe(one.type, "null") && !mayBe(one.type, "undefined");
  const kinds = partsOf(one.type).map(({ kind }) => kind);
  if (
    isNull &&
    kinds.every((kind) => kind === "null" || kind === "number" || kind === "string" || kind === "boolean")
  ) {
    return value(
      code`(${local} := ${one.code}; $type(${local}) = "number" and ${local} = $floor(${local}) ? $formatBase(${local}) : $string(${local}))`,
      stringType,
      { of: [one] },
    );
  }
  // Not known, or perhaps nothing: text, number and boolean are converted, all else fails the state.
  return value(
    code`(${local} := ${one.code}; $type(${local}) = "string" ? ${local} : $type(${local}) = "number" ? (${local} = $floor(${local}) ? $formatBase(${local}) : $string(${local})) : $type(${local}) = "boolean" ? $string(${local}) : $error("no text, number or boolean to put into a text"))`,
    stringType,
    { fallible: true },
  );
}

export function lowerTemplate(node: TemplateLiteral, scope: Scope, lowering: Lowering): Value {
  const parts: Value[] = [];
  for (const [index, quasi] of node.quasis.entries()) {
    const text = quasi.value.cooked ?? quasi.value.raw;
    if (text !== "") parts.push(value([quote(text)], stringType));
    const inner: Expression | undefined = node.expressions[index];
    if (inner !== undefined) parts.push(toText(lowering.lower(inner, scope), inner, lowering));
  }
  const [first] = parts;
  if (first === undefined) return value(['""'], stringType);
  if (parts.length === 1) return first;
  return value(
    code`(${joinCode(
      parts.map((part) => part.code),
      " & ",
    )})`,
    stringType,
    { of: parts },
  );
}
