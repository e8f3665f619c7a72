import type { TaskStopCode } from "@aws-sdk/client-ecs";

import { ContainerError } from "../../containers/container-error.ts";

/** Why a task stops, in AWS's words. Source: Amazon ECS developer guide, "Stopped tasks error codes"; API Reference, Task. */
export interface TaskStop {
  readonly stopCode: TaskStopCode;
  readonly stoppedReason: string;
}

export const essentialContainerExited: TaskStop = {
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
};

export function stoppedByUser(reason: string | undefined): TaskStop {
  return { stopCode: "UserInitiated", stoppedReason: reason || "Task stopped by user" };
}

export function failedToStart(error: unknown): TaskStop {
  const stoppedReason =
    error instanceof ContainerError
      ? error.stoppedReason
      : `ResourceInitializationError: the local engine failed: ${error instanceof Error ? error.message : String(error)}`;
  return { stopCode: "TaskFailedToStart", stoppedReason };
}

/** AWS's form for tasks whose machine is gone; here the machine is the engine process that ran them. */
export function lostWithEngine(taskId: string): TaskStop {
  return {
    stopCode: "TerminationNotice",
    stoppedReason: `Host EC2 (instance i-${taskId.slice(0, 17)}) terminated.`,
  };
}

export const outOfMemoryReason = "OutOfMemoryError: Container killed due to memory usage";
