import type { Clock } from "../../../clock.ts";
import type { Run, RunningTask } from "../executions/run.ts";

/** A task that waits for a worker. */
export interface OfferedTask {
  run: Run;
  task: RunningTask;
}

/** Where tasks and workers of an activity meet, first come first served. What is offered lives in the store; this is who waits now. */
export interface ActivityQueue {
  offer(activityArn: string, offered: OfferedTask): void;
  /**
   * The next task, or undefined when none came in time or the worker has gone. `isWanted` says whether a task still waits;
   * what it refuses is forgotten.
   */
  take(
    activityArn: string,
    options: { isWanted: (offered: OfferedTask) => boolean; waitMs: number; signal: AbortSignal },
  ): Promise<OfferedTask | undefined>;
  close(): void;
}

interface Worker {
  isWanted: (offered: OfferedTask) => boolean;
  answer: (offered: OfferedTask | undefined) => void;
}

export function createActivityQueue(clock: Clock): ActivityQueue {
  const offers = new Map<string, OfferedTask[]>();
  const workers = new Map<string, Set<Worker>>();

  return {
    offer(activityArn, offered) {
      for (const worker of workers.get(activityArn) ?? []) {
        if (worker.isWanted(offered)) return worker.answer(offered);
      }
      offers.set(activityArn, [...(offers.get(activityArn) ?? []), offered]);
    },

    take(activityArn, { isWanted, waitMs, signal }) {
      const waiting = (offers.get(activityArn) ?? []).filter(isWanted);
      const [next, ...others] = waiting;
      if (others.length > 0) offers.set(activityArn, others);
      else offers.delete(activityArn);
      if (next) return Promise.resolve(next);
      if (signal.aborted) return Promise.resolve(undefined);

      return new Promise((resolve) => {
        const ofActivity = workers.get(activityArn) ?? new Set();
        workers.set(activityArn, ofActivity);
        const worker: Worker = {
          isWanted,
          answer(offered) {
            cancelTimer();
            signal.removeEventListener("abort", leave);
            ofActivity.delete(worker);
            if (ofActivity.size === 0) workers.delete(activityArn);
            resolve(offered);
          },
        };
        const leave = () => worker.answer(undefined);
        const cancelTimer = clock.schedule(clock.now() + waitMs, leave);
        signal.addEventListener("abort", leave);
        ofActivity.add(worker);
      });
    },

    close() {
      for (const ofActivity of workers.values()) for (const worker of ofActivity) worker.answer(undefined);
    },
  };
}
