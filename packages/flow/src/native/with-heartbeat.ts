import { TaskTimedOut } from "../errors/task-errors.ts";
import type { Clock } from "./clock.ts";

/** The body's result, or `TaskTimedOut` once so many seconds have passed without its heartbeat. */
export async function withHeartbeat<T>(
  { what, seconds, clock }: { what: string; seconds: number | undefined; clock: Clock },
  body: (heartbeat: () => void) => Promise<T>,
): Promise<T> {
  let lastAt = clock.now();
  const work = body(() => {
    lastAt = clock.now();
  });
  if (seconds === undefined) return work;
  const over = new AbortController();
  const watch = async (): Promise<never> => {
    for (;;) {
      const seenAt = lastAt;
      await clock.wait(seenAt + seconds * 1000 - clock.now(), over.signal);
      if (lastAt === seenAt) throw new TaskTimedOut(`${what} gave no heartbeat for ${seconds} s`);
    }
  };
  const silence = watch();
  // It rejects too when it is not needed any more.
  silence.catch(() => {});
  try {
    return await Promise.race([work, silence]);
  } finally {
    over.abort();
  }
}
