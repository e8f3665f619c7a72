import type { ExecutionStatus } from "@aws-sdk/client-sfn";

/** Why a run did not succeed, joined from the execution's history, the ECS task and the last log lines. */
export interface RunFailure {
  /** One sentence for a person, e.g. `The command exited with code 3.` */
  readonly reason: string;
  /** The execution's error name, e.g. `States.TaskFailed`; of a flow, the name of the error's class. */
  readonly error?: string;
  /** Of an error that a task of a flow threw. */
  readonly errorMessage?: string;
  /** Where in the task's code that was, as Node writes it. */
  readonly stack?: string;
  /** The state that failed. */
  readonly state?: string;
  /** Where in the flow's source this state comes from: `flows/nightly.ts:14:7`. */
  readonly source?: string;
  /** The `main` container's exit code; absent when it never ran. */
  readonly exitCode?: number;
  /** ECS's own words, e.g. `Essential container in task exited`. */
  readonly stoppedReason?: string;
  /** ECS's stop code, e.g. `EssentialContainerExited`. */
  readonly stopCode?: string;
  /** The task that failed last; absent when none was started. */
  readonly taskArn?: string;
  /** The last lines that this task wrote, oldest first, at most 10. */
  readonly lastLogLines: readonly string[];
}

/** One execution of a deployment's state machine. */
export interface Run {
  /** The execution's name: unique within the deployment. */
  readonly name: string;
  /** The deployment's full name, `<flow>/<deployment>` or `<deployment>`. */
  readonly deployment: string;
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  /** Absent while the run goes on. */
  readonly stoppedAt?: Date;
  /** The state machine version that the run is on; absent for one that was started without a version. */
  readonly version?: number;
  /** The input. Lists leave it out. */
  readonly parameters?: unknown;
  /** What a run that succeeded returned. Lists leave it out. */
  readonly output?: unknown;
  /** For FAILED, TIMED_OUT and ABORTED. Lists leave it out. */
  readonly failure?: RunFailure;
}

/** Whether the run is over: its status will not change any more, unless somebody redrives it. */
export function hasEnded({ status }: Pick<Run, "status">): boolean {
  switch (status) {
    case "RUNNING":
    case "PENDING_REDRIVE":
      return false;
    case "SUCCEEDED":
    case "FAILED":
    case "TIMED_OUT":
    case "ABORTED":
      return true;
  }
}
