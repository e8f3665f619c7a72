import type { FailState } from "../../definition/fail-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileTypedExpression, expressionIn } from "../../query/jsonata-expression.ts";
import { compilePathOrFunction } from "../../query/path-or-function.ts";
import { runtimeError, toFailure } from "../failure.ts";
import { plainState, type State } from "../state.ts";

type ReadText = (evaluation: Evaluation) => string | undefined;

export function compileFail(name: string, definition: FailState, language: QueryLanguage): State {
  const readError = compileText("Error", definition.Error, definition.ErrorPath, language);
  const readCause = compileText("Cause", definition.Cause, definition.CausePath, language);
  return {
    ...plainState,
    name,
    type: "Fail",
    next: undefined,
    start(visit) {
      const evaluation = visit.evaluation();
      visit.run.failBranch(visit.branch, toFailure(readError(evaluation), readCause(evaluation)));
    },
  };
}

function compileText(
  field: "Error" | "Cause",
  text: string | undefined,
  path: string | undefined,
  language: QueryLanguage,
): ReadText {
  if (path !== undefined) {
    const read = compilePathOrFunction(path, `${field}Path`);
    return (evaluation) => {
      const value = read(evaluation, evaluation.input);
      if (typeof value === "string") return value;
      throw runtimeError(
        `The field '${field}Path' must refer to a string, but '${path}' is ${JSON.stringify(value)}`,
      );
    };
  }
  const source = language === "JSONata" && text !== undefined ? expressionIn(text) : undefined;
  if (source === undefined) return () => text;
  const evaluate = compileTypedExpression(source, field, "string");
  return (evaluation) => String(evaluate(evaluation));
}
