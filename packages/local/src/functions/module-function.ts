import type { Clock } from "../clock.ts";
import { type FunctionAnswer, type Invocation, timedOut } from "./invocation.ts";
import { type ModuleWorker, type ModuleWorkerOptions, startModuleWorker } from "./module-worker.ts";

/** Threads of one function at most; further calls wait for one that becomes free. Lambda has 1,000 for an account. */
const maxWorkers = 16;

export interface ModuleFunction {
  invoke(invocation: Invocation): Promise<FunctionAnswer>;
  close(): Promise<void>;
}

/**
 * A function in a module of the user. As on Lambda each call has an environment of its own while it runs, and an idle one is
 * used again, with what the module keeps; one whose files have changed is not.
 */
export function createModuleFunction(
  options: ModuleWorkerOptions & { clock: Clock; timeoutSeconds: number },
): ModuleFunction {
  const { clock, timeoutSeconds } = options;
  const idle: ModuleWorker[] = [];
  const workers = new Set<ModuleWorker>();
  const waiting: (() => void)[] = [];

  const end = async (worker: ModuleWorker) => {
    await worker.close();
    workers.delete(worker);
    waiting.shift()?.();
  };

  async function takeWorker(): Promise<ModuleWorker> {
    for (;;) {
      for (let worker = idle.pop(); worker; worker = idle.pop()) {
        if (worker.isFresh()) return worker;
        await end(worker);
      }
      if (workers.size < maxWorkers) {
        const worker = startModuleWorker(options);
        workers.add(worker);
        return worker;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  return {
    async invoke(invocation) {
      const worker = await takeWorker();
      const timeoutMs = timeoutSeconds * 1000;
      let cancel = () => {};
      const late = new Promise<FunctionAnswer>((resolve) => {
        cancel = clock.schedule(clock.now() + timeoutMs, () => {
          resolve(timedOut(invocation.requestId, timeoutSeconds));
          // Ends the thread, so it is not given out again.
          void end(worker);
        });
      });
      const answer = await Promise.race([worker.invoke(invocation, Date.now() + timeoutMs), late]);
      cancel();
      if (workers.has(worker)) {
        idle.push(worker);
        waiting.shift()?.();
      }
      return answer;
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.close()));
      workers.clear();
    },
  };
}
