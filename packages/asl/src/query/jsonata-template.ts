import type { Json } from "../json/json.ts";
import { type JsonObject, setKey } from "../json/object.ts";
import type { Evaluation } from "./evaluation.ts";
import { compileJsonataExpression, expressionIn } from "./jsonata-expression.ts";

/** A compiled value whose expressions are filled in each time. */
export type Template = (evaluation: Evaluation) => Json;

/**
 * A JSON value with `{% … %}` strings anywhere inside. `field` names it in messages; inner places follow as
 * `Output/total`, `Output/list[0]`. Throws JsonataError.
 */
export function compileJsonataTemplate(value: Json, field: string): Template {
  return compile(value, field) ?? (() => value);
}

/** Undefined when there is nothing to fill in. */
function compile(value: Json, field: string): Template | undefined {
  if (typeof value === "string") {
    const source = expressionIn(value);
    return source === undefined ? undefined : compileJsonataExpression(source, field);
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compile(item, `${field}[${index}]`));
    if (items.every((item) => item === undefined)) return undefined;
    return (evaluation) => value.map((item, index) => fillItem(items[index], item, evaluation));
  }
  const fields = Object.entries(value).map(([key, item]) => ({
    key,
    item,
    fill: compile(item, `${field}/${key}`),
  }));
  if (fields.every(({ fill }) => fill === undefined)) return undefined;
  return (evaluation) => {
    const filled: JsonObject = {};
    for (const { key, item, fill } of fields)
      setKey(filled, key, fill === undefined ? item : fill(evaluation));
    return filled;
  };
}

function fillItem(fill: Template | undefined, item: Json, evaluation: Evaluation): Json {
  return fill === undefined ? item : fill(evaluation);
}
