import { createHash } from "node:crypto";

import type { Execution, Json } from "@acme-engine/asl";

import type { EngineContext } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import type { ActivityQueue } from "../activities/activity-queue.ts";
import type { ActivityStore } from "../activities/activity-store.ts";
import { isActivityArn } from "../arns.ts";
import { isSync, type TaskCall, TaskFailure, type TaskOutcome } from "../integrations/integration.ts";
import type { Integrations } from "../integrations/find-integration.ts";
import type { ExecutionStore, TaskRecord } from "./execution-store.ts";
import { endTask, type Run, type RunningTask } from "./run.ts";

interface TaskStarterOptions {
  context: EngineContext;
  executions: ExecutionStore;
  activities: ActivityStore;
  activityQueue: ActivityQueue;
  integrations: Integrations;
  progress: (run: Run, happen: (execution: Execution) => void) => Promise<void>;
  isClosed: () => boolean;
  onBug: (error: unknown) => void;
}

/** Brings tasks to their services and what comes of them back to their executions. */
export interface TaskStarter {
  /** Starts the task when its record is stored, or takes it up where that says it is. */
  start(run: Run, record: TaskRecord, stored: Promise<void> | undefined): void;
  /** Whether a task that nobody wants any more has started something that goes on. */
  mustStop(record: TaskRecord): boolean;
  /** Stops what the task started, when it has started and the store knows that it has to stop, and forgets it. */
  stop(task: RunningTask, stored: Promise<void> | undefined): void;
  /** As `stop`, for a task of an earlier process. */
  stopLeftover(record: TaskRecord): void;
}

export function createTaskStarter(options: TaskStarterOptions): TaskStarter {
  const { context, executions, activities, activityQueue, integrations, progress, isClosed } = options;
  /** What fails because the engine is closing is no bug: the next one does it. */
  const onBug = (error: unknown) => {
    if (!isClosed()) options.onBug(error);
  };

  function start(run: Run, record: TaskRecord, stored = Promise.resolve()): void {
    const task: RunningTask = { record, started: Promise.resolve(), detach: () => {} };
    run.tasks.set(record.taskId, task);
    // Never at once: what comes of this task must not overtake its siblings of the same burst.
    if (record.state === "starting") {
      task.started = stored.then(() => begin(run, task), notStored).catch(onBug);
    }
    if (record.state === "running" && record.handle !== undefined) follow(run, task, record.handle);
  }

  /** A task that was handed to a service reports for as long as its run knows it. */
  const isCurrent = (run: Run, task: RunningTask) =>
    !isClosed() && run.tasks.get(task.record.taskId) === task;

  async function begin(run: Run, task: RunningTask): Promise<void> {
    if (!isCurrent(run, task)) return;
    const { taskId, request } = task.record;
    try {
      if (isActivityArn(request.resource)) {
        if (integrations.isMocked(task.record))
          await progress(run, (execution) => execution.taskStarted(taskId));
        else if (!activities.find(request.resource)) {
          throw new TaskFailure("States.Runtime", `The activity ${request.resource} does not exist.`);
        } else {
          activityQueue.offer(request.resource, { run, task });
          return;
        }
      }
      const { integration, resource } = integrations.find(task.record);
      const { output, handle } = await integration.start(toCall(task.record), context);
      const text = JSON.stringify(output);
      if (resource.pattern === "requestResponse") {
        if (isCurrent(run, task)) {
          await progress(run, (execution) => endTask(execution, task, { output: text }));
        }
        return;
      }
      task.record = { ...task.record, ...(handle !== undefined && { handle }) };
      if (!isCurrent(run, task)) return;
      task.record = { ...task.record, state: "running" };
      await progress(run, (execution) => {
        run.changedTasks.push(task.record);
        execution.taskSubmitted(taskId, text);
      });
      if (handle !== undefined && isCurrent(run, task)) follow(run, task, handle);
    } catch (error) {
      if (!(error instanceof TaskFailure)) onBug(error);
      if (isCurrent(run, task))
        await progress(run, (execution) => endTask(execution, task, toOutcome(error)));
    }
  }

  function follow(run: Run, task: RunningTask, handle: Json): void {
    const { integration, resource } = integrations.find(task.record);
    if (!isSync(resource.pattern) || !integration.follow) return;
    task.detach = integration.follow(handle, toCall(task.record), context, (outcome: TaskOutcome) => {
      // Events come while another service may be in the middle of a transaction.
      queueMicrotask(() => {
        if (!isCurrent(run, task)) return;
        progress(run, (execution) =>
          endTask(
            execution,
            task,
            "output" in outcome ? { output: JSON.stringify(outcome.output) } : outcome,
          ),
        ).catch(onBug);
      });
    });
  }

  function mustStop(record: TaskRecord): boolean {
    try {
      const { integration, resource } = integrations.find(record);
      return isSync(resource.pattern) && integration.stop !== undefined;
    } catch {
      // A resource that the engine cannot run has started nothing.
      return false;
    }
  }

  async function stopStarted(record: TaskRecord, handle: Json | undefined): Promise<void> {
    if (isClosed()) return;
    if (handle !== undefined) {
      const { integration } = integrations.find(record);
      try {
        await integration.stop?.(handle, toCall(record), context);
      } catch (error) {
        // The service does not know it any more: there is nothing left to stop.
        if (!(error instanceof AwsError)) throw error;
      }
    }
    if (!isClosed()) executions.forgetTask(record);
  }

  return {
    start,
    mustStop,
    stop(task, stored = Promise.resolve()) {
      void stored
        .then(async () => {
          await task.started;
          await stopStarted(task.record, task.record.handle);
        }, notStored)
        .catch(onBug);
    },
    stopLeftover(record) {
      // Without a handle the call may or may not have been made: made again, it tells what it started the first time.
      const handle = record.handle ?? startAgain(record);
      void Promise.resolve(handle)
        .then((known) => stopStarted(record, known))
        .catch(onBug);
    },
  };

  function toCall(record: TaskRecord): TaskCall {
    const { request, executionArn, taskId } = record;
    const { resource } = integrations.find(record);
    const clientToken = createHash("sha256").update(`${executionArn}\n${taskId}`).digest("hex");
    return { request, resource, executionArn, clientToken };
  }

  async function startAgain(record: TaskRecord): Promise<Json | undefined> {
    try {
      const { integration } = integrations.find(record);
      return (await integration.start(toCall(record), context)).handle;
    } catch (error) {
      if (error instanceof TaskFailure) return undefined;
      throw error;
    }
  }
}

/** The execution goes back to its last stored state, and does it again from there. */
function notStored(): void {}

/** Source: Step Functions developer guide, "Handling errors": States.Runtime always fails the execution. */
function toOutcome(error: unknown): { error: string; cause: string; isFinal: boolean } {
  if (error instanceof TaskFailure) {
    return { error: error.error, cause: error.reason, isFinal: error.error === "States.Runtime" };
  }
  const cause = error instanceof Error ? error.message : String(error);
  return { error: "States.Runtime", cause, isFinal: true };
}
