import type { FlowArguments } from "../authoring/callable.ts";
import type { Flow } from "../authoring/flow.ts";
import { errorNameOf, messageOf } from "../errors/error-name.ts";
import type { Clock } from "../native/clock.ts";
import { type NativeRun, runAt, type TaskCall } from "../native/run.ts";
import { VirtualClock } from "./virtual-clock.ts";

export interface RunFlowOptions {
  /** Default: a `VirtualClock`, so that nothing is waited for. */
  clock?: Clock;
  /** Stands in for tasks: its result is the task's. `run` executes the task itself; `await sleep(…)` takes time. Default: every task runs itself. */
  onTask?: (call: TaskCall, run: () => Promise<unknown>) => unknown;
  /** Answers `callback()`: its result, or what it throws, is the answer; `await sleep(…)` keeps it waiting. Default: such a call fails. */
  onCallback?: (token: string) => unknown;
  /** For the jitter of retries; uniform in [0, 1). Default: always 0.5. */
  random?: () => number;
  /** The execution's id and name. Default `run-1`. */
  executionId?: string;
}

/** How a run went, and every attempt of a task in the order in which they began. */
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
  const {
    clock = new VirtualClock(),
    onTask,
    onCallback,
    random = () => 0.5,
    executionId = "run-1",
  } = options;
  const calls: TaskCall[] = [];
  let ids = 0;
  const run: NativeRun = {
    clock,
    random,
    createId: () => (ids++ === 0 ? executionId : `${executionId}-${ids}`),
    async interceptTask(call, own) {
      // The task may change its input; the record stays.
      calls.push(structuredClone(call));
      return onTask ? onTask(call, own) : own();
    },
    ...(onCallback && { answerCallback: async (token) => onCallback(token) }),
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
