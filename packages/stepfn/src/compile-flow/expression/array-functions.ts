import type { Expression } from "oxc-parser";
import { arrayOf, isAll, itemOf, numberType, undefinedType } from "../types/type.ts";
import { lowerCallback, renderCallback } from "./callback.ts";
import { code } from "./code.ts";
import { type GlobalFunction, isSurely } from "./global-call.ts";
import { lowerArray } from "./literals.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { iterableItems } from "./iterable-items.ts";
import { present, type Value, value } from "./value.ts";

export const arrayFunctions: Readonly<Record<string, GlobalFunction>> = {
  "Array.from"({ node, scope, lowering }) {
    const [source, callback] = node.arguments;
    if (source === undefined || source.type === "SpreadElement" || node.arguments.length > 2)
      return undefined;
    const items = iterableItems(source, scope, lowering) ?? itemsOf(source, scope, lowering);
    if (items === undefined || callback === undefined) return items;
    const found = lowerCallback(callback, [itemOf(items.type), numberType], scope, lowering);
    if (found === undefined) return undefined;
    const body = present(found.body, lowering.freshLocal);
    return value(
      code`$append([], $map(${items.code}, ${renderCallback({ ...found, body })})[])`,
      arrayOf(body.type),
      {
        of: [items, body],
      },
    );
  },
  "Array.of": ({ node, scope, lowering }) =>
    lowerArray(
      { type: "ArrayExpression", elements: node.arguments, start: node.start, end: node.end },
      scope,
      lowering,
    ),
};

/** Of an array, or of `{ length: n }`, whose items are undefined. */
function itemsOf(source: Expression, scope: Scope, lowering: Lowering): Value | undefined {
  const length =
    source.type === "ObjectExpression" && source.properties.length === 1 ? source.properties[0] : undefined;
  if (length?.type === "Property" && length.key.type === "Identifier" && length.key.name === "length") {
    const count = lowering.lower(length.value, scope);
    if (!isSurely(count, "number")) return undefined;
    const [n, item] = [lowering.freshLocal(), lowering.freshLocal()];
    return value(
      code`(${n} := $floor(${count.code}); [$map($append([], [1..${n}]), function(${item}){null})])`,
      arrayOf(undefinedType),
      { of: [count] },
    );
  }
  const items = lowering.lower(source, scope);
  if (isSurely(items, "string") && !isAll(items.type, "array")) return undefined;
  return isSurely(items, "array") ? items : undefined;
}
