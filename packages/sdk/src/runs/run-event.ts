import type { LogLine } from "./log-line.ts";
import type { Run } from "./run.ts";

/**
 * What happens in a run, in the order in which it happened. A task's last log line comes before its `taskStopped`;
 * `runEnded` is always the last event.
 */
export type RunEvent =
  | { readonly kind: "runStarted"; readonly at: Date; readonly run: Run }
  | { readonly kind: "stateEntered"; readonly at: Date; readonly state: string }
  | { readonly kind: "stateExited"; readonly at: Date; readonly state: string }
  /** ECS accepted the task; its container is not running yet. `attempt` is 1 for the first task of the state. */
  | {
      readonly kind: "taskSubmitted";
      readonly at: Date;
      readonly state: string;
      readonly taskArn: string;
      readonly attempt: number;
    }
  /** The container runs. */
  | { readonly kind: "taskStarted"; readonly at: Date; readonly taskArn: string }
  | { readonly kind: "log"; readonly at: Date; readonly line: LogLine }
  | {
      readonly kind: "taskStopped";
      readonly at: Date;
      readonly taskArn: string;
      /** Absent when the container never ran. */
      readonly exitCode?: number;
      /** One sentence: how the task ended. */
      readonly reason: string;
    }
  /** A task could not be started, or failed before there was one. Step Functions may retry it. */
  | {
      readonly kind: "taskFailed";
      readonly at: Date;
      readonly state: string;
      readonly error: string;
      readonly cause: string;
    }
  | { readonly kind: "runEnded"; readonly at: Date; readonly run: Run };
