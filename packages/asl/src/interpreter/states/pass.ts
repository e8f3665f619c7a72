import type { PassState } from "../../definition/pass-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import { plainState, type State } from "../state.ts";

export function compilePass(name: string, definition: PassState, language: QueryLanguage): State {
  const flow = compileDataFlow(definition, language);
  const { Result } = definition;
  return {
    ...plainState,
    name,
    type: "Pass",
    next: definition.Next,
    start(visit) {
      const evaluation = visit.evaluation();
      if (language === "JSONata") return visit.exit(flow.withoutResult(evaluation));
      const result = Result === undefined ? flow.workInput(evaluation) : Result;
      visit.exit(flow.withResult(evaluation, result));
    },
  };
}
