/**
 * Regular expressions under the time limit of an evaluation. JavaScript matches without a break, and some patterns take longer than the
 * universe lasts; the only way to stop one is that of `node:vm`, which ends a script after a time. The script is a constant that calls back
 * into this process: no text of an expression is ever run as code. Starting it costs about 0.2 ms, so only what may take long is started so.
 */
import { createContext, Script } from "node:vm";
import type { Context } from "node:vm";
import { analyseRegex, mayTakeLong } from "./regex-cost.ts";
import type { RegexCost } from "./regex-cost.ts";
import type { Run } from "./run.ts";

interface Stage {
  context: Context & { work: () => void };
  script: Script;
}

// One for the process: a context takes a millisecond and half a megabyte, and holds nothing between two calls.
let stage: Stage | undefined;

function openStage(): Stage {
  const context = Object.assign(createContext(Object.create(null)), { work: () => {} });
  stage ??= { context, script: new Script("work()") };
  return stage;
}

/** A regular expression that can be matched against texts from the language. */
export interface GuardedRegex {
  /**
   * Lets `work` match the regular expression against a text of that length.
   *
   * @throws JsonataError when the time is over
   */
  match<T>(length: number, run: Run, work: (regex: RegExp) => T): T;
}

export function guardRegex(regex: RegExp): GuardedRegex {
  const cost: RegexCost = analyseRegex(regex.source);
  return {
    match(length, run, work) {
      return mayTakeLong(cost, length) ? callInTime(run, () => work(regex)) : work(regex);
    },
  };
}

function callInTime<T>(run: Run, work: () => T): T {
  const { context, script } = openStage();
  let result: { value: T } | undefined;
  context.work = () => {
    result = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: run.remainingMs() });
  } catch (error) {
    if (isTimeout(error)) return run.refuseTime();
    throw error;
  } finally {
    context.work = () => {};
  }
  if (result === undefined) return run.refuseTime();
  return result.value;
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
