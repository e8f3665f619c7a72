import type { RuntimeSources } from "../../containers/choose-runtime.ts";
import type { EngineContext } from "../../engine-context.ts";
import type { EcsNotice } from "./ecs-options.ts";
import type { SecretSources } from "./resolve-secrets.ts";
import { startTaskLife, type TaskLife } from "./task-life.ts";
import { lostWithEngine, type TaskStop } from "./task-stop.ts";
import { findTask, listUnstoppedTaskIds, type StoredTask } from "./tasks.ts";

/** Runs every task of the store that has not stopped. */
export interface TaskSupervisor {
  start(taskId: string): void;
  /** The task as it is once its stop is under way. */
  stop(taskId: string, stop: TaskStop): StoredTask | undefined;
  /** Takes up the tasks of an earlier engine. */
  resume(): void;
  /** Ends process tasks, since they cannot outlive the engine, and leaves containers running or stops them. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly context: EngineContext;
  readonly runtimes: (notify: (message: string) => void) => RuntimeSources;
  readonly secrets: SecretSources;
  readonly endpoint: () => string | undefined;
  readonly onNotice: (notice: EcsNotice) => void;
  readonly onClose: "leaveContainers" | "stopContainers";
}

/** Patience with a task that is stopped because the engine closes. */
const closeTimeoutSeconds = 3;

export function createTaskSupervisor(options: SupervisorOptions): TaskSupervisor {
  const { context } = options;
  const lives = new Map<string, TaskLife>();

  function start(taskId: string): void {
    const taskArn = findTask(context, taskId)?.taskArn;
    const notify = (message: string) => options.onNotice({ taskArn, message });
    const life = startTaskLife(taskId, {
      context,
      runtimes: options.runtimes(notify),
      secrets: options.secrets,
      endpoint: options.endpoint,
      notify,
    });
    lives.set(taskId, life);
    void life.finished.finally(() => lives.delete(taskId));
  }

  const withPatience = (finished: Promise<void>) =>
    new Promise<void>((resolve) => {
      const cancel = context.clock.schedule(context.clock.now() + closeTimeoutSeconds * 1000, resolve);
      void finished.then(() => {
        cancel();
        resolve();
      });
    });

  return {
    start,
    stop(taskId, stop) {
      lives.get(taskId)?.requestStop(stop);
      return findTask(context, taskId);
    },
    resume() {
      for (const taskId of listUnstoppedTaskIds(context)) if (!lives.has(taskId)) start(taskId);
    },
    async close() {
      const ending = [...lives].flatMap(([taskId, life]) => {
        if (options.onClose === "leaveContainers" && !life.runsProcesses()) {
          // One that is being stopped gets the time to end and to be removed; otherwise the next engine sees to it.
          return [
            (life.isStopping() ? withPatience(life.finished) : Promise.resolve()).then(() => life.letGo()),
          ];
        }
        life.requestStop(lostWithEngine(taskId), closeTimeoutSeconds);
        return [life.finished];
      });
      await Promise.all(ending);
    },
  };
}
