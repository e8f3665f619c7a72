import type { CatcherDefinition } from "../definition/state-fields.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import { compileCatcherFlow } from "../query/catcher-flow.ts";
import type { Evaluation } from "../query/evaluation.ts";
import type { Failure } from "./failure.ts";
import { compileErrorEquals } from "./retry.ts";
import type { Outcome } from "./state.ts";

/** A compiled catcher: does it name this failure, what does it make of it, where does it lead. */
export interface Catcher {
  readonly next: string;
  matches(failure: Failure): boolean;
  /** The evaluation carries the error output. */
  complete(evaluation: Evaluation): Outcome;
}

export function compileCatchers(
  definitions: readonly CatcherDefinition[] = [],
  language: QueryLanguage,
): Catcher[] {
  return definitions.map((definition, index) => ({
    next: definition.Next,
    matches: compileErrorEquals(definition.ErrorEquals),
    complete: compileCatcherFlow(definition, language, `Catch[${index}]`),
  }));
}
