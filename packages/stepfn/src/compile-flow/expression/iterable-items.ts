import type { Expression } from "oxc-parser";
import { arrayOf, isPrimitive, itemOf, numberType, unionOf } from "../types/type.ts";
import { code } from "./code.ts";
import { isSurely } from "./global-call.ts";
import { toSingle } from "./to-single.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { refusedValue, type Value, value } from "./value.ts";

/** The items of `new Set(items)`, each once: where it is spread, gone over or counted. Undefined for all else. */
export function setItems(node: unknown, scope: Scope, lowering: Lowering): Value | undefined {
  const expression = node as Expression | undefined;
  const isSet =
    expression?.type === "NewExpression" &&
    expression.callee.type === "Identifier" &&
    expression.callee.name === "Set" &&
    scope.find("Set") === undefined;
  if (!isSet) return undefined;
  const [argument] = expression.arguments;
  if (argument === undefined || argument.type === "SpreadElement") return undefined;
  const items = lowering.lower(argument, scope);
  if (!isSurely(items, "array") || !isPrimitive(itemOf(items.type))) {
    lowering.diagnostics.report(
      "ACME1109",
      argument,
      "a Set knows objects by their identity, which JSON does not have; of these items it is not known that they are texts or numbers",
      { help: "annotate the array, or take the keys that tell them apart" },
    );
    return refusedValue;
  }
  return value(code`$append([], $distinct(${items.code}))`, arrayOf(itemOf(items.type)), { of: [items] });
}

/** What is gone over by a spread, a loop or Array.from(): the items of a Set, `items.entries()` and its like. Undefined for all else. */
export function iterableItems(node: unknown, scope: Scope, lowering: Lowering): Value | undefined {
  const call = node as Expression | undefined;
  const callee = call?.type === "CallExpression" && call.arguments.length === 0 ? call.callee : undefined;
  if (callee?.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier")
    return setItems(node, scope, lowering);
  const { name } = callee.property;
  const isGlobal = callee.object.type === "Identifier" && scope.find(callee.object.name) === undefined;
  if (!/^(?:entries|keys|values)$/.test(name) || isGlobal || callee.object.type === "Super") return undefined;
  const items = setItems(callee.object, scope, lowering) ?? lowering.lower(callee.object, scope);
  if (!isSurely(items, "array")) return undefined;
  if (name === "values") return items;
  const [item, index] = [lowering.freshLocal(), lowering.freshLocal()];
  const type = itemOf(items.type);
  if (name === "keys") {
    const indexes = code`[$map(${items.code}, function(${item}, ${index}){${index}})]`;
    return value(indexes, arrayOf(numberType), { of: [items] });
  }
  const pair = code`$append([${index}], ${toSingle(value([item], type), lowering)})`;
  return value(
    code`$append([], $map(${items.code}, function(${item}, ${index}){${pair}})[])`,
    arrayOf({ kind: "array", item: unionOf(numberType, type), items: [numberType, type] }),
    { of: [items] },
  );
}
