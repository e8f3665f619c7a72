import { errorNameOf } from "../errors/error-name.ts";
import { type RetryRule, toRetriers } from "./retry-rule.ts";

/**
 * Attempts until one succeeds or no rule grants another, as Step Functions does: each rule counts its own retries. `attempt` gets its
 * number, from 1. Rejects with the last error.
 */
export async function withRetries<T>(
  rules: readonly RetryRule[],
  { wait, random }: { wait: (milliseconds: number) => Promise<void>; random: () => number },
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  const retriers = toRetriers(rules);
  const used = retriers.map(() => 0);
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      const index = rules.findIndex((rule) => isFor(rule, error));
      const retrier = retriers[index];
      const retry = (used[index] ?? 0) + 1;
      if (!retrier || retry > retrier.MaxAttempts) throw error;
      used[index] = retry;
      const { IntervalSeconds, BackoffRate, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
      const seconds = Math.min(IntervalSeconds * BackoffRate ** (retry - 1), MaxDelaySeconds);
      await wait(Math.round(seconds * 1000 * (JitterStrategy === "FULL" ? random() : 1)));
    }
  }
}

function isFor({ on }: RetryRule, error: unknown): boolean {
  if (on === undefined) return true;
  const name = errorNameOf(error);
  return on.some((each) => {
    if (typeof each !== "string") return error instanceof each;
    if (each === "States.ALL" || each === name) return true;
    return each === "States.TaskFailed" && name !== "States.Timeout";
  });
}
