import { retryRulesOf, type StepOptions } from "../authoring/task-options.ts";
import { toBoundaryError } from "../errors/to-boundary-error.ts";
import type { Json } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import { withRetries } from "../retry/with-retries.ts";
import type { TaskCall } from "./calls.ts";
import { atWork, currentPlace, type NativeRun, waiting } from "./run.ts";
import { withTimeout } from "./with-timeout.ts";

export interface Step {
  /** As records and stand-ins have it: a task's name, `aws.dynamodb.putItem`. */
  readonly name: string;
  /** As messages have it: `task "load"`. */
  readonly what: string;
  readonly options: StepOptions;
  /** One attempt; its input is a copy of its own. */
  readonly execute: (call: TaskCall, run: NativeRun, signal: AbortSignal) => Promise<unknown>;
}

/** Runs a step in this process as Step Functions would: JSON in and out, its retries and timeouts, its error by name. */
export async function callStep({ name, what, options, execute }: Step, given: unknown): Promise<Json> {
  const place = currentPlace();
  const { run, scope } = place;
  const input =
    given === undefined ? undefined : toJson(given, { what: `the input of ${what}`, root: "input" });
  const pause = {
    wait: (milliseconds: number) => run.clock.wait(milliseconds),
    random: run.random,
  };
  const attempt = (number: number) =>
    withTimeout({ what, seconds: options.timeoutSeconds, clock: run.clock }, async (signal) => {
      // Each attempt has a copy of its own: a failed one may have changed it.
      const call: TaskCall = { task: name, input: structuredClone(input), attempt: number, scope };
      run.noteCall?.(call);
      const stop = run.signal ? AbortSignal.any([signal, run.signal]) : signal;
      const result = await atWork(run, () => execute(call, run, stop));
      return toJson(result, { what: `the result of ${what}`, root: "result" });
    });
  try {
    return await waiting(place, () => withRetries(retryRulesOf(options), pause, attempt));
  } catch (error) {
    throw toBoundaryError(error);
  }
}
