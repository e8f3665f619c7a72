import type { TaskContext, TaskFunction } from "../authoring/task.ts";
import { retryRulesOf, type TaskOptions } from "../authoring/task-options.ts";
import { toBoundaryError } from "../errors/to-boundary-error.ts";
import type { Json } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import { withRetries } from "../retry/with-retries.ts";
import { atWork, currentPlace, type TaskCall, waiting } from "./run.ts";
import { withTimeout } from "./with-timeout.ts";

/** Runs a task in this process as its container would: JSON in and out, its retries and timeouts, its error by name. */
export async function callTask(options: TaskOptions, body: TaskFunction, given: unknown): Promise<Json> {
  const place = currentPlace();
  const { run, scope } = place;
  const task = options.name;
  const what = `task "${task}"`;
  const input =
    given === undefined ? undefined : toJson(given, { what: `the input of ${what}`, root: "input" });
  const pause = {
    wait: (milliseconds: number) => run.clock.wait(milliseconds),
    random: run.random,
  };
  const attempt = (number: number) =>
    withTimeout({ what, seconds: options.timeoutSeconds, clock: run.clock }, async (signal) => {
      // Each attempt has a copy of its own: a failed one may have changed it.
      const call: TaskCall = { task, input: structuredClone(input), attempt: number, scope };
      // The types of input and function were matched where the task was made.
      const own = async () => body(call.input as never, context);
      const context: TaskContext = { signal };
      const result = await atWork(run, async () =>
        run.interceptTask ? run.interceptTask(call, own) : own(),
      );
      return toJson(result, { what: `the result of ${what}`, root: "result" });
    });
  try {
    return await waiting(place, () => withRetries(retryRulesOf(options), pause, attempt));
  } catch (error) {
    throw toBoundaryError(error);
  }
}
