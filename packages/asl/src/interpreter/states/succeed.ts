import type { QueryLanguage } from "../../definition/query-language.ts";
import type { SucceedState } from "../../definition/succeed-state.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import { plainState, type State } from "../state.ts";

export function compileSucceed(name: string, definition: SucceedState, language: QueryLanguage): State {
  const flow = compileDataFlow(definition, language);
  return {
    ...plainState,
    name,
    type: "Succeed",
    next: undefined,
    start(visit) {
      visit.exit(flow.withoutResult(visit.evaluation()));
    },
  };
}
