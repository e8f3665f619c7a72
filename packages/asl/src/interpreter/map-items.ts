import type { MapState } from "../definition/map-state.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import type { Evaluation } from "../query/evaluation.ts";
import { compileTypedExpression, expressionIn } from "../query/jsonata-expression.ts";
import { compileJsonataTemplate } from "../query/jsonata-template.ts";
import { compilePayloadTemplate } from "../query/payload-template.ts";
import { compileFieldPath } from "../query/query-path.ts";
import { runtimeError } from "./failure.ts";

/** The list that a Map runs over. `input` is the state's effective input. */
export function compileItems(
  { Items, ItemsPath = "$" }: MapState,
  language: QueryLanguage,
): (evaluation: Evaluation, input: Json) => Json[] {
  if (language === "JSONPath") {
    const read = compileFieldPath(ItemsPath);
    return (evaluation, input) => {
      const items = read(evaluation, input);
      if (Array.isArray(items)) return items;
      throw runtimeError(`Reference path "${ItemsPath}" must point to array.`);
    };
  }
  // Recorded on AWS: test_map_state_items_eval_jsonata_fail.
  const source = typeof Items === "string" ? expressionIn(Items) : undefined;
  if (source !== undefined) {
    const evaluate = compileTypedExpression(source, "Items", "array");
    return (evaluation) => {
      const items = evaluate(evaluation);
      return Array.isArray(items) ? items : [];
    };
  }
  const fill = Items === undefined ? undefined : compileJsonataTemplate(Items, "Items");
  return (evaluation, input) => {
    const items = fill === undefined ? input : fill(evaluation);
    if (Array.isArray(items)) return items;
    throw runtimeError(`The Map state's items must be an array, but are ${JSON.stringify(items)}`);
  };
}

/** An iteration's input: the item, unless a selector makes something of it. It alone sees `Map.Item`. */
export function compileItemSelector(
  selector: Json | undefined,
  language: QueryLanguage,
): (evaluation: Evaluation, input: Json, item: Json, index: number, source?: string) => Json {
  if (selector === undefined) return (_evaluation, _input, item) => item;
  const fill =
    language === "JSONata"
      ? compileJsonataTemplate(selector, "ItemSelector")
      : compilePayloadTemplate(selector);
  return (evaluation, input, item, index, source) => {
    const Item: JsonObject = { Index: index, Value: item };
    if (source !== undefined) Item["Source"] = source;
    return fill(evaluation.withContext({ Map: { Item } }), input);
  };
}
