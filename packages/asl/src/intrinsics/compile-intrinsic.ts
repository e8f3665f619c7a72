import type { Json } from "../json/json.ts";
import { runtimeError, StateError } from "../interpreter/failure.ts";
import { PathNotFound } from "../jsonpath/path-error.ts";
import type { Evaluation } from "../query/evaluation.ts";
import { compileQueryPath, type QueryPath } from "../query/query-path.ts";
import { IntrinsicError, type IntrinsicFunction } from "./intrinsic-function.ts";
import { intrinsicFunctions } from "./intrinsic-functions.ts";
import {
  type IntrinsicArgument,
  type IntrinsicCall,
  InvalidIntrinsic,
  parseIntrinsic,
} from "./parse-intrinsic.ts";

/** Throws InvalidIntrinsic or InvalidPath. */
export function compileIntrinsic(text: string): QueryPath {
  return compileCall(parseIntrinsic(text), text);
}

function compileCall(call: IntrinsicCall, text: string): QueryPath {
  const intrinsic = Object.hasOwn(intrinsicFunctions, call.name) ? intrinsicFunctions[call.name] : undefined;
  if (intrinsic === undefined) throw new InvalidIntrinsic(text, 0, "a known function");
  const [least, most] = intrinsic.arity;
  if (call.arguments.length < least || call.arguments.length > most) {
    throw new InvalidIntrinsic(text, 0, `${least} to ${most} arguments`);
  }
  const read = call.arguments.map((argument) => compileArgument(argument, text));
  return (evaluation, input) => {
    const args = read.map((readOne) => readOne(evaluation, input));
    return applyFunction(intrinsic, args, text, evaluation);
  };
}

function applyFunction(
  intrinsic: IntrinsicFunction,
  args: readonly Json[],
  text: string,
  { environment }: Evaluation,
): Json {
  try {
    return intrinsic.apply(args, environment);
  } catch (error) {
    if (!(error instanceof IntrinsicError)) throw error;
    throw new StateError({
      error: "States.IntrinsicFailure",
      fatal: false,
      detail: `The function '${text}' had the following error: ${error.message}`,
    });
  }
}

function compileArgument(argument: IntrinsicArgument, text: string): QueryPath {
  switch (argument.kind) {
    case "literal":
      return () => argument.value;
    case "call":
      return compileCall(argument.call, argument.text);
    case "path": {
      const read = compileQueryPath(argument.text);
      return (evaluation, input) => {
        try {
          return read(evaluation, input);
        } catch (error) {
          if (!(error instanceof PathNotFound)) throw error;
          throw runtimeError(
            `The function '${text}' had the following error: The JsonPath argument for the field '${argument.text}' could not be found in the input '${JSON.stringify(input)}'`,
          );
        }
      };
    }
  }
}
