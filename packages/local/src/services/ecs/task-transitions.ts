/** What the store learns about a task as its life goes on: one function per step, each told to the other services. */
import type { ContainerDefinition } from "@aws-sdk/client-ecs";

import type { ContainerExit, ContainerReference } from "../../containers/runtime.ts";
import type { EngineContext } from "../../engine-context.ts";
import { outOfMemoryReason, type TaskStop } from "./task-stop.ts";
import { type StoredTask, updateContainer, updateTask } from "./tasks.ts";

/** PROVISIONING → PENDING: the network interface is attached. */
export function recordPending(context: EngineContext, taskId: string): void {
  updateTask(context, taskId, (task) =>
    task.lastStatus === "PROVISIONING"
      ? {
          lastStatus: "PENDING",
          connectivity: "CONNECTED",
          connectivityAt: nowOf(context),
          attachments: attachmentsAs(task, "ATTACHED"),
        }
      : undefined,
  );
}

export function recordPull(context: EngineContext, taskId: string, pullStartedAt: Date): void {
  updateTask(context, taskId, () => ({ pullStartedAt, pullStoppedAt: nowOf(context) }));
}

/** A container runs; with the last one to begin, the task is RUNNING. */
export function recordStart(
  context: EngineContext,
  taskId: string,
  container: ContainerDefinition,
  { reference, imageDigest }: { reference: ContainerReference; imageDigest: string | undefined },
): void {
  updateContainer(
    context,
    taskId,
    container.name ?? "",
    {
      lastStatus: "RUNNING",
      runtimeId: reference.kind === "container" ? reference.id : `${taskId}-${reference.pid}`,
      ...(imageDigest !== undefined && { imageDigest }),
    },
    (task) => {
      const haveBegun = task.containers.every(({ lastStatus }) => lastStatus !== "PENDING");
      return haveBegun && task.lastStatus === "PENDING"
        ? { lastStatus: "RUNNING", startedAt: nowOf(context) }
        : {};
    },
  );
}

/** A container has ended; `stop` is given when that decides to stop the task. */
export function recordExit(
  context: EngineContext,
  taskId: string,
  container: ContainerDefinition,
  exit: ContainerExit,
  stop: TaskStop | undefined,
): void {
  const reason = exit.outOfMemory ? outOfMemoryReason : exit.reason;
  updateContainer(
    context,
    taskId,
    container.name ?? "",
    {
      lastStatus: "STOPPED",
      ...(exit.exitCode !== undefined && { exitCode: exit.exitCode }),
      ...(reason !== undefined && { reason }),
    },
    (task) => (stop ? stoppingBecauseOf(context, task, stop) : {}),
  );
}

/** A container that never ran. */
export function recordFailedStart(
  context: EngineContext,
  taskId: string,
  container: ContainerDefinition,
  reason: string,
): void {
  updateContainer(context, taskId, container.name ?? "", { lastStatus: "STOPPED", reason });
}

/** The task is to stop: its containers are being stopped. */
export function recordStop(context: EngineContext, taskId: string, stop: TaskStop): void {
  updateTask(context, taskId, (task) => stoppingBecauseOf(context, task, stop));
}

/** All containers have ended: DEPROVISIONING, then STOPPED. */
export function recordEnd(context: EngineContext, taskId: string): void {
  updateTask(context, taskId, (task) => ({
    lastStatus: "DEPROVISIONING",
    ...(task.startedAt && { executionStoppedAt: nowOf(context) }),
    containers: task.containers.map((container) => ({ ...container, lastStatus: "STOPPED" })),
  }));
  updateTask(context, taskId, (task) => ({
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stoppedAt: nowOf(context),
    attachments: attachmentsAs(task, "DELETED"),
  }));
}

function stoppingBecauseOf(context: EngineContext, task: StoredTask, stop: TaskStop): Partial<StoredTask> {
  return {
    ...stop,
    desiredStatus: "STOPPED",
    stoppingAt: nowOf(context),
    ...(task.lastStatus === "RUNNING" && { lastStatus: "STOPPING" }),
  };
}

function attachmentsAs(task: StoredTask, status: string): NonNullable<StoredTask["attachments"]> {
  return (task.attachments ?? []).map((attachment) => ({ ...attachment, status }));
}

function nowOf({ clock }: EngineContext): Date {
  return new Date(clock.now());
}
