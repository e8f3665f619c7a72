import { AcmeError } from "./acme-error.ts";
import { AwsCallError } from "./aws-call.ts";
import type { Pace } from "./pace.ts";

/** The local engine is done at once, AWS takes minutes: ask soon at first, then ever more slowly. */
const firstPauseMs = 50;
const longestPauseMs = 2000;
const growth = 1.6;
/** Failures in a row of a call that may work a moment later. The SDK has made its own attempts within each. */
const transientFailures = 5;

export interface Poll {
  pace: Pace;
  signal: AbortSignal | undefined;
  /** What is waited for, for the message: `stack "acme-batch"`. */
  subject: string;
  deadlineSeconds: number;
}

/**
 * Asks until an answer other than `undefined` comes, with pauses that grow from 50 ms to 2 s and vary by a quarter.
 * @throws AcmeError `ACME_DEADLINE` when the time is over; the call's own error when it keeps failing.
 */
export async function poll<T>(ask: () => Promise<T | undefined>, options: Poll): Promise<T> {
  const { pace, signal, subject, deadlineSeconds } = options;
  const deadline = pace.now() + deadlineSeconds * 1000;
  let lastError: unknown;
  let failures = 0;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * growth, longestPauseMs)) {
    signal?.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      failures = 0;
    } catch (error) {
      if (!(error instanceof AwsCallError) || !error.isTransient || ++failures >= transientFailures)
        throw error;
      lastError = error;
    }
    if (pace.now() >= deadline)
      throw new AcmeError("ACME_DEADLINE", `Waited ${deadlineSeconds} s for ${subject}, in vain`, {
        hint: "AWS may still be at it. Run the same command again to go on waiting.",
        cause: lastError,
      });
    await pace.pause(pause * (0.75 + pace.random() / 2), signal);
  }
}
