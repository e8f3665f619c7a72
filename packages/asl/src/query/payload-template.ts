import type { Json } from "../json/json.ts";
import { type JsonObject, setKey } from "../json/object.ts";
import { compilePathOrFunction } from "./path-or-function.ts";
import type { QueryPath } from "./query-path.ts";

/**
 * A JSON value in which `"name.$": "<path or function>"` stands for `"name": <what it yields>`, at any depth.
 * Throws InvalidPath or InvalidIntrinsic.
 */
export function compilePayloadTemplate(template: Json): QueryPath {
  return compile(template) ?? (() => template);
}

/** Undefined when there is nothing to fill in. */
function compile(template: Json): QueryPath | undefined {
  if (typeof template !== "object" || template === null) return undefined;
  if (Array.isArray(template)) {
    const items = template.map(compile);
    if (items.every((item) => item === undefined)) return undefined;
    return (evaluation, input) =>
      template.map((item, index) => {
        const fill = items[index];
        return fill === undefined ? item : fill(evaluation, input);
      });
  }
  const fields = Object.entries(template).map(([key, item]) => compileField(key, item));
  if (fields.every(({ fill }) => fill === undefined)) return undefined;
  return (evaluation, input) => {
    const filled: JsonObject = {};
    for (const { key, item, fill } of fields) {
      setKey(filled, key, fill === undefined ? item : fill(evaluation, input));
    }
    return filled;
  };
}

function compileField(key: string, item: Json): { key: string; item: Json; fill: QueryPath | undefined } {
  return key.endsWith(".$") && typeof item === "string"
    ? { key: key.slice(0, -2), item, fill: compilePathOrFunction(item, key) }
    : { key, item, fill: compile(item) };
}
