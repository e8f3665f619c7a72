import { runFlow, VirtualClock } from "acme-engine/testing";
import type { Json } from "acme-engine";

import { errorNameOf, messageOf } from "../../../packages/flow/src/errors/error-name.ts";
import { Answers, callbackOf, withoutToken } from "./answers.ts";
import { itemsOf } from "./files.ts";
import type { FlowCase, StandIn } from "./flow-case.ts";
import type { Call, Outcome } from "./outcome.ts";
import type { ExampleFlow } from "./topics.ts";

export interface NativeOutcome extends Outcome {
  elapsedSeconds: number;
  /** What its tasks gave, and who answered for its tokens. */
  answers: Answers;
}

const executionId = "called-natively";
const isToken = (text: string) => text.startsWith(`${executionId}-`);

/** Calls the flow, on a clock that jumps ahead. */
export async function callNatively(
  { flow }: ExampleFlow,
  { input = {}, tasks = {}, callback, files = {} }: FlowCase,
): Promise<NativeOutcome> {
  const answers = new Answers();
  const calls: Call[] = [];
  const standIns = new Map(Object.entries(tasks).map(([name, standIn]) => [name, toFunction(standIn)]));
  const answerCallback = callback && toFunction(callback);
  /** The call that handed out a token. */
  const handedOut = new Map<string, { task: string; given: Json; input: Json }>();
  const clock = new VirtualClock();

  const record = async (what: string, input: Json, body: () => unknown) => {
    const answered = answers.expect(what, input);
    const startedAt = clock.now();
    const seconds = () => (clock.now() - startedAt) / 1000;
    try {
      const output = await body();
      answered({ output: toJson(output), seconds: seconds() });
      return output;
    } catch (error) {
      answered({ error: errorNameOf(error), cause: messageOf(error), seconds: seconds() });
      throw error;
    }
  };

  const answerFor = (task: string, argument: unknown, scope: readonly number[], own: () => unknown) => {
    const given = toJson(argument);
    const input = withoutToken(given, isToken);
    for (const token of JSON.stringify(given).match(new RegExp(`${executionId}-\\d+`, "g")) ?? [])
      handedOut.set(token, { task, given, input });
    calls.push({ task, input, scope: scope.join("."), branch: "" });
    const standIn = standIns.get(task);
    return record(task, input, () => (standIn ? standIn(given) : own()));
  };

  // The cases are of the flow's parameters; those that are not are what the flow is tried with.
  const run = await runFlow(flow, input as never, {
    executionId,
    clock,
    onTask: ({ task, input: argument, scope }, own) => answerFor(task, argument, scope, own),
    onAws: ({ task, input: argument, scope }) => answerFor(task, argument, scope, () => ({})),
    onItems: (source) => itemsOf(source, files),
    ...(answerCallback && {
      onCallback(token) {
        const { task, given, input } = handedOut.get(token) ?? { task: "nobody", given: null, input: null };
        return record(callbackOf(task), input, () => answerCallback(given));
      },
    }),
  });
  const { elapsedSeconds } = run;
  return run.status === "SUCCEEDED"
    ? { output: toJson(run.output), calls, answers, elapsedSeconds }
    : { error: run.error, cause: run.cause, calls, answers, elapsedSeconds };
}

function toFunction(standIn: StandIn): (input: unknown) => unknown {
  let count = 0;
  if (typeof standIn === "function") return (input) => standIn(input, count++);
  return () => {
    const result = standIn[Math.min(count++, standIn.length - 1)];
    if (result instanceof Error) throw result;
    return result;
  };
}

function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
