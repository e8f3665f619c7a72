import type { AcmeError } from "../acme-error.ts";
import type { FlowArguments } from "../authoring/callable.ts";
import type { Flow } from "../authoring/flow.ts";
import type { ItemSource } from "../authoring/s3-items.ts";
import { errorNameOf, messageOf } from "../errors/error-name.ts";
import type { Clock } from "../native/clock.ts";
import type { AslCall, AwsCall, TaskCall } from "../native/calls.ts";
import { notAnswered } from "../native/not-answered.ts";
import { type Items, type NativeRun, runAt } from "../native/run.ts";
import type { WrittenResults } from "../native/map-run-result.ts";
import { VirtualClock } from "./virtual-clock.ts";

export interface RunFlowOptions {
  /** Default: a `VirtualClock`, so that nothing is waited for. */
  clock?: Clock;
  /** Stands in for tasks: its result is the task's. `run` executes the task itself; `await sleep(…)` takes time. Default: every task runs itself. */
  onTask?: (call: TaskCall, run: () => Promise<unknown>) => unknown;
  /** Answers for AWS: its result is the operation's; it fails with what is thrown, e.g. `awsError("DynamoDb.ConditionalCheckFailedException")`. Default: such a call fails. */
  onAws?: (call: AwsCall) => unknown;
  /** Stands in for states that are written with `asl()`; `run` calls the function that the state was given, if it was. Default: that function. */
  onAsl?: (call: AslCall, run: () => Promise<unknown>) => unknown;
  /** Gives the items that lie in S3. Default: `distributedMap` fails for such. */
  onItems?: (source: ItemSource) => Items | Promise<Items>;
  /** Gets the results that `distributedMap` writes to S3. */
  onResults?: (written: WrittenResults) => void;
  /** Answers `callback()`: its result, or what it throws, is the answer; `await sleep(…)` keeps it waiting, `heartbeat()` says that it is alive. Default: such a call fails. */
  onCallback?: (token: string, heartbeat: () => void) => unknown;
  /** For the jitter of retries; uniform in [0, 1). Default: always 0.5. */
  random?: () => number;
  /** The execution's id and name. Default `run-1`. */
  executionId?: string;
}

/** How a run went, and every attempt of a task, of a call of AWS and of a written state, in the order in which they began. */
export type FlowRun<Output> = { readonly calls: readonly TaskCall[]; readonly elapsedSeconds: number } & (
  | { readonly status: "SUCCEEDED"; readonly output: Output }
  | {
      readonly status: "FAILED";
      /** The name of the error's class. */
      readonly error: string;
      /** The error's message. */
      readonly cause: string;
      readonly thrown: unknown;
    }
);

/** Calls a flow with a clock, with stand-ins for its tasks, and with a record of what it did. It never rejects for what the flow throws. */
export async function runFlow<Input, Output>(
  flow: Flow<Input, Output>,
  parameters: NoInfer<Input>,
  options: RunFlowOptions = {},
): Promise<FlowRun<Output>> {
  const { clock = new VirtualClock(), random = () => 0.5, executionId = "run-1" } = options;
  const { onTask, onAws, onAsl, onItems, onResults, onCallback } = options;
  const calls: TaskCall[] = [];
  let ids = 0;
  const run: NativeRun = {
    clock,
    random,
    createId: () => (ids++ === 0 ? executionId : `${executionId}-${ids}`),
    // The task may change its input; the record stays.
    noteCall: (call) => void calls.push(structuredClone(call)),
    ...(onTask && { interceptTask: async (call, own) => onTask(call, own) }),
    ...(onAws && { answerAws: async (call) => onAws(call) }),
    ...(onAsl && {
      answerAsl: async (call, own) => onAsl(call, own ?? (() => Promise.reject(notRunHere(call)))),
    }),
    ...(onItems && { readItems: onItems }),
    ...(onResults && { noteResults: onResults }),
    ...(onCallback && { answerCallback: async (token, heartbeat) => onCallback(token, heartbeat) }),
  };
  const startedAt = clock.now();
  const end = () => ({ calls, elapsedSeconds: (clock.now() - startedAt) / 1000 });
  try {
    // A flow takes parameters or none, and here they are given.
    const given = [parameters] as unknown as FlowArguments<Input>;
    const output = await runAt({ run, scope: [], hold: undefined }, () => flow(...given));
    return { status: "SUCCEEDED", output, ...end() };
  } catch (thrown) {
    return { status: "FAILED", error: errorNameOf(thrown), cause: messageOf(thrown), thrown, ...end() };
  }
}

function notRunHere({ task }: AslCall): AcmeError {
  return notAnswered(`the state "${task}" has no function to run`, "answer for it in onAsl");
}
