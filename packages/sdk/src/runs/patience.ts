import { AwsCallError } from "@acme-engine/cfn";
import type { Pace } from "@acme-engine/cfn";

/** So long a failing AWS is borne with, after the SDK's own attempts: a laptop changes networks, a VPN reconnects. */
const patienceMs = 120_000;

/** Makes a call; gives undefined when it failed in a way that may pass, for the caller to ask again later. */
export type Patience = <Result>(
  call: () => Promise<Result>,
  signal: AbortSignal | undefined,
) => Promise<Result | undefined>;

/** For one thing that is asked again and again. When it has failed for `patienceMs` without a break, the last error is thrown. */
export function createPatience(pace: Pace): Patience {
  let failingSince: number | undefined;
  return async (call, signal) => {
    try {
      const result = await call();
      failingSince = undefined;
      return result;
    } catch (error) {
      if (signal?.aborted === true || !(error instanceof AwsCallError) || !error.isTransient) throw error;
      failingSince ??= pace.now();
      if (pace.now() - failingSince >= patienceMs) throw error;
      return undefined;
    }
  };
}
