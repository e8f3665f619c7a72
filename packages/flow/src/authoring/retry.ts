import { currentPlace, waiting } from "../native/run.ts";
import type { RetryRule } from "../retry/retry-rule.ts";
import { withRetries } from "../retry/with-retries.ts";

/** Runs a part of a flow, and all of it again as the rule or rules say. Rejects with the last error. */
export async function retry<Output>(
  rules: RetryRule | readonly RetryRule[],
  body: () => Promise<Output>,
): Promise<Output> {
  const list = isList(rules) ? rules : [rules];
  const place = currentPlace();
  const { clock, random } = place.run;
  const wait = (milliseconds: number) => waiting(place, () => clock.wait(milliseconds));
  return withRetries(list, { wait, random }, body);
}

function isList(rules: RetryRule | readonly RetryRule[]): rules is readonly RetryRule[] {
  return Array.isArray(rules);
}
