import type { Json } from "../json/json.ts";
import { runtimeError } from "../interpreter/failure.ts";
import { compileIntrinsic } from "../intrinsics/compile-intrinsic.ts";
import { PathNotFound } from "../jsonpath/path-error.ts";
import { compileQueryPath, type QueryPath } from "./query-path.ts";

/**
 * What a field that ends in `.$` holds, and ErrorPath and CausePath too: a path or an intrinsic function.
 * Throws InvalidPath or InvalidIntrinsic.
 */
export function compilePathOrFunction(text: string, field: string): QueryPath {
  if (text.startsWith("States.")) return compileIntrinsic(text);
  const read = compileQueryPath(text);
  return (evaluation, input) => {
    try {
      return read(evaluation, input);
    } catch (error) {
      if (error instanceof PathNotFound) throw notInInput(text, field, input);
      throw error;
    }
  };
}

/** Recorded on AWS: test_invalid_jsonpath[INVALID_JSONPATH_IN_STRING_EXPR_JSONPATH]. */
function notInInput(path: string, field: string, input: Json): Error {
  return runtimeError(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`,
  );
}
