import type { Json } from "../json/json.ts";
import { isObject, ownValue, setKey, type JsonObject } from "../json/object.ts";
import { toJavaText } from "../json/java-text.ts";
import { compileFilter } from "./compile-filter.ts";
import { parsePath } from "./parse-path.ts";
import { pathFunctions } from "./path-functions.ts";
import { PathNotFound } from "./path-error.ts";
import { isDefinite, type PathToken, tokenText } from "./path-token.ts";

/** Reads a value at a path. Throws PathNotFound when a definite path leads nowhere. */
export type ReadPath = (root: Json) => Json;

/** Passes what it finds in `model` on to `found`. */
type Step = (model: Json, root: Json, found: (value: Json) => void) => void;

/**
 * Compiles a path once; reading it then only walks. Semantics and messages are those of Jayway's JsonPath, which AWS
 * uses: https://github.com/json-path/JsonPath. Throws InvalidPath.
 */
export function compilePath(text: string): ReadPath {
  return compileTokens(parsePath(text));
}

export function compileTokens(tokens: readonly PathToken[]): ReadPath {
  if (tokens.length === 0) return (root) => root;
  const fullText = `$${tokens.map(tokenText).join("")}`;
  const walk = compileSteps(tokens, fullText);
  if (isDefinite(tokens)) {
    return (root) => {
      let hit: { value: Json } | undefined;
      walk(root, root, (value) => (hit = { value }));
      if (hit === undefined) throw new PathNotFound(`No results for path: ${fullText}`);
      return hit.value;
    };
  }
  return (root) => {
    const values: Json[] = [];
    try {
      walk(root, root, (value) => values.push(value));
    } catch (error) {
      // Recorded on AWS: test_json_path_array_wildcard_or_slice_with_no_input; a list path never fails, it is empty.
      if (error instanceof PathNotFound) return [];
      throw error;
    }
    return values;
  };
}

/** Builds the chain from its end; each step knows the text of the path up to it, for messages. */
function compileSteps(tokens: readonly PathToken[], fullText: string): Step {
  let next: Step | undefined;
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const upstream = tokens.slice(0, index);
    const place: Place = {
      pathText: `$${upstream.map(tokenText).join("")}`,
      fullText,
      isUpstreamDefinite: isDefinite(upstream),
      isLeaf: index === tokens.length - 1,
    };
    const following = tokens[index + 1];
    const afterFollowing = tokens.slice(index + 2);
    next =
      token.kind === "scan" && following !== undefined
        ? scanStep(
            following,
            next ?? leaf,
            compileSteps(afterFollowing, fullText),
            afterFollowing.length === 0,
          )
        : stepOf(token, place, next ?? leaf);
  }
  return next ?? leaf;
}

interface Place {
  pathText: string;
  fullText: string;
  isUpstreamDefinite: boolean;
  isLeaf: boolean;
}

const leaf: Step = (model, _root, found) => found(model);

function stepOf(token: PathToken, place: Place, next: Step): Step {
  switch (token.kind) {
    case "property":
      return token.names.length === 1
        ? propertyStep(token.names[0] ?? "", place, next)
        : propertiesStep(token.names, place, next);
    case "index":
      return arrayStep(token, place, next, () => token.indices);
    case "fromEnd":
      return arrayStep(token, place, next, (length) => [length - token.back]);
    case "slice":
      return arrayStep(token, place, next, (length) => sliceIndices(token, length));
    case "wildcard":
      return (model, root, found) => {
        if (typeof model !== "object" || model === null) return;
        for (const value of Object.values(model)) next(value, root, found);
      };
    case "filter":
      return filterStep(token, place, next);
    case "function": {
      const apply = pathFunctions[token.name];
      return (model, root, found) => {
        const value = apply?.(model);
        if (value !== undefined) next(value, root, found);
      };
    }
    case "scan":
      return next;
  }
}

function propertyStep(name: string, place: Place, next: Step): Step {
  return (model, root, found) => {
    if (!isObject(model)) {
      if (place.isUpstreamDefinite) throw notAnObject([name], place, model);
      return;
    }
    const value = ownValue(model, name);
    if (value !== undefined) return next(value, root, found);
    if (place.isUpstreamDefinite && !place.isLeaf) {
      throw new PathNotFound(`Missing property in path ${place.pathText}['${name}']`);
    }
  };
}

/** Several names at the end make one object; before other steps they are alternatives. */
function propertiesStep(names: readonly string[], place: Place, next: Step): Step {
  return (model, root, found) => {
    if (!isObject(model)) {
      if (place.isUpstreamDefinite) throw notAnObject(names, place, model);
      return;
    }
    const picked: JsonObject = {};
    for (const name of names) {
      const value = ownValue(model, name);
      if (value !== undefined) setKey(picked, name, value);
    }
    if (place.isLeaf) next(picked, root, found);
    else for (const value of Object.values(picked)) next(value, root, found);
  };
}

function notAnObject(names: readonly string[], place: Place, model: Json): PathNotFound {
  const property = tokenText({ kind: "property", names });
  return new PathNotFound(
    `Expected to find an object with property ${property} in path ${place.pathText} but found '${javaClass(model)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`,
  );
}

function javaClass(model: Json): string {
  if (model === null) return "null";
  if (Array.isArray(model)) return "java.util.ArrayList";
  if (typeof model === "string") return "java.lang.String";
  if (typeof model === "boolean") return "java.lang.Boolean";
  return Number.isInteger(model) ? "java.lang.Integer" : "java.lang.Double";
}

function arrayStep(
  token: PathToken,
  place: Place,
  next: Step,
  indicesIn: (length: number) => readonly number[],
): Step {
  return (model, root, found) => {
    if (!Array.isArray(model)) {
      if (!place.isUpstreamDefinite) return;
      throw new PathNotFound(
        model === null
          ? `The path ${place.pathText} is null`
          : `Filter: ${tokenText(token)} can only be applied to arrays. Current context is: ${toJavaText(model)}`,
      );
    }
    for (const index of indicesIn(model.length)) {
      const value = model[index < 0 ? model.length + index : index];
      if (value !== undefined) next(value, root, found);
    }
  };
}

function sliceIndices({ from = 0, to = Infinity }: PathToken & { kind: "slice" }, length: number): number[] {
  const start = from < 0 ? Math.max(0, length + from) : from;
  const end = Math.min(length, to < 0 ? length + to : to);
  return Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);
}

function filterStep(token: PathToken & { kind: "filter" }, place: Place, next: Step): Step {
  const test = compileFilter(token.filter, compileTokens);
  return (model, root, found) => {
    if (Array.isArray(model)) {
      for (const item of model) if (test(item, root)) next(item, root, found);
    } else if (isObject(model)) {
      if (test(model, root)) next(model, root, found);
    } else if (place.isUpstreamDefinite) {
      throw new PathNotFound(
        `Filter: ${token.text} can not be applied to primitives. Current context is: ${toJavaText(model)}`,
      );
    }
  };
}

/**
 * `..`: offers every object and array, outside in, to the step that follows. As in Jayway, an array that matches and is
 * not the end of the path hands its elements to the step after that.
 */
function scanStep(following: PathToken, step: Step, after: Step, isLeaf: boolean): Step {
  const matches = scanTest(following);
  const visit: Step = (model, root, found) => {
    if (typeof model !== "object" || model === null) return;
    if (matches(model, root)) {
      const skipsStep = Array.isArray(model) && !isLeaf && following.kind === "wildcard";
      if (skipsStep) for (const item of model) after(item, root, found);
      else step(model, root, found);
    }
    for (const value of Object.values(model)) visit(value, root, found);
  };
  return visit;
}

/** Which containers the step after `..` looks into. */
function scanTest(token: PathToken): (model: Json[] | JsonObject, root: Json) => boolean {
  switch (token.kind) {
    case "property":
      return (model) => !Array.isArray(model) && token.names.some((name) => Object.hasOwn(model, name));
    case "filter": {
      const test = compileFilter(token.filter, compileTokens);
      return (model, root) => !Array.isArray(model) && test(model, root);
    }
    case "wildcard":
      return () => true;
    default:
      return (model) => Array.isArray(model);
  }
}
