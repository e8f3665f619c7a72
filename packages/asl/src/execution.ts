/**
 * The contract between the interpreter and whoever runs it.
 *
 * An execution is a pure state machine: it never waits, calls or reads a clock by itself. `advance()` runs until every
 * branch is blocked (on a task or a timer) or the execution has ended, and returns what the host has to do: start a
 * task, cancel one, set a timer, cancel one. The host reports back with `taskSucceeded`, `timerFired`, …, and calls
 * `advance()` again. Between two calls the whole state is plain JSON (`snapshot()`), so the host can store it and go on after a
 * crash with `restoreExecution`.
 */

import type { Json } from "./json/json.ts";

import type { MapRunItem, MapRunRequest } from "./map-run-request.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** What the interpreter cannot make for itself. */
export interface Environment {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Uniform in [0, 1): retry jitter, `$random()`, `States.MathRandom`. */
  random(): number;
  /** A fresh UUID: `$uuid()`, `States.UUID`, task tokens. */
  createId(): string;
  /**
   * Why a task's resource cannot be used, told in a sentence (`The activity arn:… does not exist.`); undefined when it can.
   * Asked when the task would be scheduled; the execution then fails with States.Runtime. Default: every one can.
   */
  findResourceProblem?(resource: string): string | undefined;
  /**
   * The host runs the children of distributed Maps as executions of their own: it gets `startMapRun`, and tells how the map run
   * ended. Default false: the execution runs them inside itself, and keeps them in its snapshot.
   */
  readonly hostsMapRuns?: boolean;
}

/** The context object's fixed part, `$states.context` / `$$`; the interpreter adds `State`, `Task` and `Map`. */
export interface ExecutionContext {
  Execution: {
    Id: string;
    Name: string;
    RoleArn: string;
    /** ISO 8601. */
    StartTime: string;
    RedriveCount: number;
    /** ISO 8601; after the first redrive. */
    RedriveTime?: string;
  };
  StateMachine: { Id: string; Name: string };
}

export interface StartOptions {
  /** The execution's input, JSON text as the caller sent it. */
  input: string;
  context: ExecutionContext;
  environment: Environment;
  /** Called for each history event, in order. */
  onEvent(event: HistoryEvent): void;
}

/** One history event in the shape of the GetExecutionHistory API, e.g. `{ id: 2, previousEventId: 0, type: "PassStateEntered", stateEnteredEventDetails: {…} }`. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  /** Milliseconds since the epoch. */
  timestamp: number;
  type: string;
  /** The one `…EventDetails` object that the type has. */
  [details: `${string}EventDetails`]: { [field: string]: unknown } | undefined;
}

/** A task that the host has to start. */
export interface TaskRequest {
  /** Unique within the execution; names the task in every later call. */
  taskId: string;
  /** The state's `Resource`, e.g. `arn:aws:states:::ecs:runTask.sync`. */
  resource: string;
  /** The evaluated `Arguments` (or `Parameters`). */
  arguments: Json;
  /** Reaches the task when the resource ends in `.waitForTaskToken`; `$states.context.Task.Token`. */
  taskToken?: string;
  /** Evaluated `Credentials`, when the state has them. */
  credentials?: Json;
  stateName: string;
  /** 0 for the first attempt, then one more for each retry. */
  attempt: number;
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
  /**
   * S3 calls of a distributed Map, of which history has no events. `itemReader`: the host answers with what the call
   * answers, `{ Body: "<text>" }` of s3:getObject or a page of s3:listObjectsV2. `resultWriter`: s3:putObject with
   * `{ Bucket, Key, Body }`.
   */
  purpose?: "itemReader" | "resultWriter";
}

/**
 * What a timer is for. `delay`: a Wait state, or the time before a retry; a host that hurries may let it fire early. `deadline`: a
 * timeout or a heartbeat, which fires when its time has passed.
 */
export type TimerPurpose = "delay" | "deadline";

export type Effect =
  | { kind: "startTask"; task: TaskRequest }
  /** The task's result is no longer wanted (timeout, sibling failed, execution stopped): stop the work. */
  | { kind: "cancelTask"; taskId: string }
  /** `at`: milliseconds since the epoch. */
  | { kind: "setTimer"; timerId: string; at: number; purpose: TimerPurpose }
  | { kind: "cancelTimer"; timerId: string }
  | { kind: "startMapRun"; mapRun: MapRunRequest }
  /** Nobody waits for it any longer: no more children are to be started, and those that run are to be stopped. */
  | { kind: "stopMapRun"; mapRunArn: string };

export interface Execution {
  readonly status: ExecutionStatus;
  /** JSON text, when SUCCEEDED. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;

  /** Runs until blocked or ended; what the host has to do since the last call, in order. */
  advance(): Effect[];

  /**
   * The work has been accepted: writes TaskStarted (or its kin). Hosts call it right after starting the task.
   * `workerName`: of an activity's worker, if it gave one.
   */
  taskStarted(taskId: string, details?: { workerName?: string }): void;
  /** `.sync` and `.waitForTaskToken` only: the service answered; `output` is JSON text and goes into TaskSubmitted. */
  taskSubmitted(taskId: string, output: string): void;
  /** `output` is JSON text. */
  taskSucceeded(taskId: string, output: string): void;
  /** `isFinal`: no Retry and no Catch takes it, the execution fails. */
  taskFailed(taskId: string, error: string | undefined, cause: string | undefined, isFinal?: boolean): void;
  taskHeartbeat(taskId: string): void;
  timerFired(timerId: string): void;
  /**
   * What a child of a map run gets of an item. Throws StateError when the state's ItemSelector cannot be evaluated; tell the
   * execution with `mapRunFailed`.
   */
  toChildInput(mapRunArn: string, item: MapRunItem): Json;
  /** `output`: JSON text of the state's result, or undefined when that is larger than a state's may be. */
  mapRunSucceeded(mapRunArn: string, output: string | undefined): void;
  mapRunFailed(mapRunArn: string, error: string | undefined, cause: string | undefined): void;
  /** StopExecution. */
  stop(error: string | undefined, cause: string | undefined): void;

  /** Tasks that were handed out and have not ended: after a restart the host re-attaches or fails each. */
  readonly runningTasks: readonly TaskRequest[];
  /** Timers that are set; after a restart the host sets them again. */
  readonly timers: readonly { timerId: string; at: number; purpose: TimerPurpose }[];
  /** Map runs that the host was asked for and that have not ended; after a restart it goes on with them. */
  readonly runningMapRuns: readonly MapRunRequest[];
  /** It has not succeeded, and `redriveExecution` can take up its snapshot. */
  readonly canRedrive: boolean;
  /** The whole state as plain JSON. Restoring it gives an execution that behaves as this one would. */
  snapshot(): Json;
}
