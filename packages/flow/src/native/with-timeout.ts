import { TaskTimedOut } from "../errors/task-errors.ts";
import type { Clock } from "./clock.ts";

/** The body's result, or `TaskTimedOut` after that many seconds; the body's signal is aborted then. */
export async function withTimeout<T>(
  { what, seconds, clock }: { what: string; seconds: number | undefined; clock: Clock },
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const work = new AbortController();
  if (seconds === undefined) return body(work.signal);
  const over = new AbortController();
  const timeout = clock.wait(seconds * 1000, over.signal).then(() => {
    const error = new TaskTimedOut(`${what} took longer than ${seconds} s`);
    work.abort(error);
    throw error;
  });
  // It rejects too when it is not needed any more.
  timeout.catch(() => {});
  try {
    return await Promise.race([body(work.signal), timeout]);
  } finally {
    over.abort();
  }
}
