import type { QueryLanguage } from "../../definition/query-language.ts";
import type { WaitState } from "../../definition/wait-state.ts";
import type { Json } from "../../json/json.ts";
import { toJavaText } from "../../json/java-text.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileTypedExpression, expressionIn } from "../../query/jsonata-expression.ts";
import { compileFieldPath } from "../../query/query-path.ts";
import { queryEvaluationError, runtimeError } from "../failure.ts";
import { plainState, type State } from "../state.ts";
import { parseInstant } from "../../timestamp.ts";

export interface WaitProgress {
  kind: "wait";
  timerId: string;
}

/** The longest wait. Source: Developer Guide, Wait workflow state. */
const maxSeconds = 99_999_999;

/** When the wait is over, in milliseconds since the epoch. */
type ReadEnd = (evaluation: Evaluation, enteredAt: number) => number;

export function compileWait(name: string, definition: WaitState, language: QueryLanguage): State {
  const flow = compileDataFlow(definition, language);
  const readEnd = compileEnd(definition, language);
  return {
    ...plainState,
    name,
    type: "Wait",
    next: definition.Next,
    canAbort: true,
    evaluatesOnEntry: false,
    start(visit) {
      const { run } = visit;
      const end = readEnd(visit.evaluation(), visit.enteredAt);
      if (end <= run.environment.now()) return visit.exit(flow.withoutResult(visit.evaluation()));
      visit.progress = { kind: "wait", timerId: run.schedule.set(end, "delay", visit) };
    },
    timerFired(visit) {
      visit.progress = undefined;
      visit.exit(flow.withoutResult(visit.evaluation()));
    },
  };
}

function compileEnd(definition: WaitState, language: QueryLanguage): ReadEnd {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = definition;
  if (SecondsPath !== undefined) return secondsAt(SecondsPath);
  if (TimestampPath !== undefined) return instantAt(TimestampPath);
  if (Timestamp !== undefined)
    return language === "JSONata" ? instantFrom(Timestamp) : fixedInstant(Timestamp);
  if (typeof Seconds === "string") return secondsFrom(Seconds);
  return (_evaluation, enteredAt) => enteredAt + (Seconds ?? 0) * 1000;
}

function secondsFrom(text: string): ReadEnd {
  const source = expressionIn(text) ?? text;
  const evaluate = compileTypedExpression(source, "Seconds", "number");
  return (evaluation, enteredAt) => {
    const seconds = Number(evaluate(evaluation));
    if (Number.isInteger(seconds) && seconds >= 0 && seconds <= maxSeconds) return enteredAt + seconds * 1000;
    throw queryEvaluationError(
      `The JSONata expression '${source}' specified for the field 'Seconds' must be an integer between 0 and ${maxSeconds}, but was ${seconds}`,
      "Seconds",
    );
  };
}

/** Recorded on AWS: test_base_wait_seconds_path. */
function secondsAt(path: string): ReadEnd {
  const read = compileFieldPath(path);
  return (evaluation, enteredAt) => {
    const value = read(evaluation, evaluation.input);
    if (!Number.isInteger(value)) {
      throw runtimeError(
        `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${toJavaText(value)}`,
      );
    }
    const seconds = Number(value);
    if (seconds < 0)
      throw runtimeError(`The SecondsPath parameter references a negative value: ${path} == ${seconds}`);
    return enteredAt + seconds * 1000;
  };
}

function fixedInstant(text: string): ReadEnd {
  const at = parseInstant(text);
  return () => at ?? 0;
}

function instantFrom(text: string): ReadEnd {
  const source = expressionIn(text);
  if (source === undefined) return fixedInstant(text);
  const evaluate = compileTypedExpression(source, "Timestamp", "string");
  return (evaluation) => {
    const value = evaluate(evaluation);
    const at = parseInstant(value);
    if (at !== undefined) return at;
    throw queryEvaluationError(
      `The JSONata expression '${source}' specified for the field 'Timestamp' returned an invalid timestamp: ${String(value)}`,
      "Timestamp",
    );
  };
}

function instantAt(path: string): ReadEnd {
  const read = compileFieldPath(path);
  return (evaluation) => {
    const value: Json = read(evaluation, evaluation.input);
    const at = parseInstant(value);
    if (at !== undefined) return at;
    throw runtimeError(
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${toJavaText(value)}`,
    );
  };
}
