import type { Json } from "../json/json.ts";
import { isObject, ownValue, setKey, type JsonObject } from "../json/object.ts";
import { InvalidPath } from "./path-error.ts";
import { parsePath } from "./parse-path.ts";

/** Puts a value into a copy of `root`; undefined when something on the way is of the wrong kind. */
export type PlaceValue = (root: Json, value: Json) => Json | undefined;

/**
 * A reference path names one place: `$`, `$.a.b`, `$['a'][0]`. Objects on the way are made where they are missing;
 * list items must be there. Source: Amazon States Language, Reference Paths. Throws InvalidPath.
 */
export function compileReferencePath(text: string): PlaceValue {
  const keys = parseReferencePath(text);
  return (root, value) => place(root, keys, 0, value);
}

/** The names and indices of a reference path. */
export function parseReferencePath(text: string): (string | number)[] {
  // `@` is the root of filters alone.
  if (!text.startsWith("$")) throw new InvalidPath(text, 0, "'$'");
  return parsePath(text).map((token) => {
    const [name] = token.kind === "property" && token.names.length === 1 ? token.names : [];
    const [index] = token.kind === "index" && token.indices.length === 1 ? token.indices : [];
    const key = name ?? index;
    if (key === undefined || (typeof key === "number" && key < 0)) {
      throw new InvalidPath(text, 0, "names and single indices only");
    }
    return key;
  });
}

function place(
  model: Json | undefined,
  keys: readonly (string | number)[],
  depth: number,
  value: Json,
): Json | undefined {
  const key = keys[depth];
  if (key === undefined) return value;
  if (typeof key === "number") {
    if (!Array.isArray(model) || key >= model.length) return undefined;
    const item = place(model[key], keys, depth + 1, value);
    return item === undefined ? undefined : model.with(key, item);
  }
  if (model !== undefined && !isObject(model)) return undefined;
  const copy: JsonObject = { ...model };
  const inner = place(model === undefined ? undefined : ownValue(model, key), keys, depth + 1, value);
  if (inner === undefined) return undefined;
  setKey(copy, key, inner);
  return copy;
}
