import type { AslState } from "../authoring/asl-state.ts";
import type { StepOptions } from "../authoring/task-options.ts";
import type { Json } from "../json/json.ts";
import { callStep } from "./call-step.ts";
import { notAnswered } from "./not-answered.ts";
import type { TaskCall } from "./calls.ts";
import { currentPlace, type NativeRun } from "./run.ts";

export async function callAsl(
  name: string,
  state: AslState,
  native: ((state: AslState) => unknown) | undefined,
): Promise<Json> {
  const answer = currentPlace().run.answerAsl;
  if (!answer && !native) {
    const answer = "answer in onAsl, or give asl() a function as its third argument";
    throw notAnswered(`the state "${name}" does not run`, answer);
  }
  const what = `the state "${name}"`;
  const execute = async (call: TaskCall, run: NativeRun) => {
    // The input is the state, as JSON.
    const own = call.input as AslState;
    const runNative = native && (async () => native(own));
    return run.answerAsl ? run.answerAsl({ ...call, state: own }, runNative) : runNative?.();
  };
  return callStep({ name, what, options: optionsOf(state), execute }, state);
}

/** The state's `Retry` and `TimeoutSeconds`. Source: Amazon States Language, "Retry": the defaults. */
function optionsOf({ Retry = [], TimeoutSeconds }: AslState): StepOptions {
  const retry = Retry.map((each) => ({
    on: each.ErrorEquals,
    retries: each.MaxAttempts ?? 3,
    delaySeconds: each.IntervalSeconds ?? 1,
    backoffRate: each.BackoffRate ?? 2,
    ...(each.MaxDelaySeconds !== undefined && { maxDelaySeconds: each.MaxDelaySeconds }),
    jitter: each.JitterStrategy === "FULL",
  }));
  return { retry, ...(typeof TimeoutSeconds === "number" && { timeoutSeconds: TimeoutSeconds }) };
}
