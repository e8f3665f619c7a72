import type { Json } from "../json/json.ts";
import { runtimeError } from "../interpreter/failure.ts";
import { compilePath } from "../jsonpath/compile-path.ts";
import { InvalidPath, PathNotFound } from "../jsonpath/path-error.ts";
import type { Evaluation } from "./evaluation.ts";

/** Reads from the given input, the context object or a variable. Throws PathNotFound. */
export type QueryPath = (evaluation: Evaluation, input: Json) => Json;

/** A variable's name. Source: Developer Guide, Passing data with variables: Unicode identifiers. */
const variableStart = /^\$(?<name>[\p{ID_Start}_][\p{ID_Continue}$\u200c\u200d]*)/u;

/** What a path of the States Language begins with. */
export function pathRoot(
  text: string,
): { root: "input" } | { root: "context" } | { root: "variable"; name: string } {
  if (text.startsWith("$$")) return { root: "context" };
  const name = variableStart.exec(text)?.groups?.["name"];
  return name === undefined ? { root: "input" } : { root: "variable", name };
}

/** `$.a` reads the input, `$$.Execution.Id` the context object, `$count` a variable. Throws InvalidPath. */
export function compileQueryPath(path: string): QueryPath {
  const text = path.trim();
  if (!text.startsWith("$")) throw new InvalidPath(text, 0, "'$'");
  const place = pathRoot(text);
  if (place.root === "context") {
    const read = compilePath(text.slice(1));
    return (evaluation) => read(evaluation.context);
  }
  if (place.root === "input") {
    const read = compilePath(text);
    return (_evaluation, input) => read(input);
  }
  const { name } = place;
  const read = compilePath(`$${text.slice(1 + name.length)}`);
  return ({ variables }) => {
    const value = variables.read(name);
    if (value === undefined) throw new PathNotFound(`The variable '${name}' has not been assigned.`);
    return read(value);
  };
}

/** A path that stands in a field of a state, such as InputPath: what it misses fails the state. */
export function compileFieldPath(text: string): QueryPath {
  const read = compileQueryPath(text);
  return (evaluation, input) => {
    try {
      return read(evaluation, input);
    } catch (error) {
      // Recorded on AWS: test_invalid_jsonpath[ST.INVALID_JSONPATH_IN_INPUTPATH].
      if (error instanceof PathNotFound) throw runtimeError(`Invalid path '${text}' : ${error.message}`);
      throw error;
    }
  };
}
