import type { ChoiceRule, ChoiceState } from "../../definition/choice-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import { type DataFlow } from "../../query/data-flow.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileTypedExpression, expressionIn } from "../../query/jsonata-expression.ts";
import { compileComparison } from "../choice/compile-comparison.ts";
import { runtimeError } from "../failure.ts";
import { plainState, type State } from "../state.ts";

interface Rule {
  next: string;
  holds(evaluation: Evaluation, input: Json): boolean;
  flow: DataFlow;
}

export function compileChoice(name: string, definition: ChoiceState, language: QueryLanguage): State {
  const flow = compileDataFlow(definition, language);
  const rules = definition.Choices.map((rule, index) => compileRule(rule, index, definition, language));
  return {
    ...plainState,
    name,
    type: "Choice",
    next: definition.Default,
    start(visit) {
      const evaluation = visit.evaluation();
      const input = flow.workInput(evaluation);
      const rule = rules.find((candidate) => candidate.holds(evaluation, input));
      if (rule !== undefined) return visit.exit(rule.flow.withoutResult(evaluation), rule.next);
      if (definition.Default !== undefined) return visit.exit(flow.withoutResult(evaluation));
      // Measured on AWS: floci #3167; not States.NoChoiceMatched, which the language's specification names.
      throw runtimeError("Failed to transition out of the state. The state does not point to a next state.");
    },
  };
}

function compileRule(rule: ChoiceRule, index: number, state: ChoiceState, language: QueryLanguage): Rule {
  const place = `Choices[${index}]`;
  const { InputPath, OutputPath } = state;
  const { Assign, Output } = rule;
  const flow = compileDataFlow(
    {
      ...(InputPath === undefined ? undefined : { InputPath }),
      ...(OutputPath === undefined ? undefined : { OutputPath }),
      ...(Assign === undefined ? undefined : { Assign }),
      ...(Output === undefined ? undefined : { Output }),
    },
    language,
    `${place}/`,
  );
  return { next: rule.Next, flow, holds: compileCondition(rule, place, language) };
}

function compileCondition(rule: ChoiceRule, place: string, language: QueryLanguage): Rule["holds"] {
  if (language === "JSONPath") return compileComparison(rule);
  const { Condition } = rule;
  const source = typeof Condition === "string" ? expressionIn(Condition) : undefined;
  if (source === undefined) return () => Condition === true;
  const evaluate = compileTypedExpression(source, `${place}/Condition`, "boolean");
  return (evaluation) => evaluate(evaluation) === true;
}
