import type { Execution, HistoryEvent, TaskRequest } from "@acme-engine/asl";

import { findOwnIntegration } from "../integrations/table.ts";
import type { ExecutionRecord, TaskRecord } from "./execution-store.ts";

/** An execution that this process drives. */
export interface Run {
  record: ExecutionRecord;
  execution: Execution;
  /** Express executions live in memory alone, as on AWS. */
  durable: boolean;
  /** History that no burst has written yet. */
  unwritten: HistoryEvent[];
  /** All of it, for express executions. */
  events: HistoryEvent[];
  /** Tasks whose record changed and that no burst has written yet. */
  changedTasks: TaskRecord[];
  /** A burst could not be written: the interpreter is ahead of the store, and another run takes up what is there. */
  isLost: boolean;
  /** By timer id: cancels the clock's timer. */
  timers: Map<string, () => void>;
  /** By task id. */
  tasks: Map<string, RunningTask>;
  /** Called once, after the end is in the store. */
  whenEnded: (() => void)[];
}

/** A task that was handed to a service. */
export interface RunningTask {
  /** Its state is `ended` from the moment that the service, or the holder of the token, told the end. */
  record: TaskRecord;
  /** Settles when the service has answered and that is written. */
  started: Promise<void>;
  /** Stops following the work. */
  detach: () => void;
}

export function createRun(
  record: ExecutionRecord,
  durable: boolean,
): Omit<Run, "execution"> & {
  onEvent: (event: HistoryEvent) => void;
} {
  const unwritten: HistoryEvent[] = [];
  return {
    record,
    durable,
    unwritten,
    events: [],
    changedTasks: [],
    isLost: false,
    timers: new Map(),
    tasks: new Map(),
    whenEnded: [],
    onEvent: (event) => void unwritten.push(withScheduledParameters(event)),
  };
}

/** The history shows what the service gets, which an integration may know better than the state machine. */
function withScheduledParameters(event: HistoryEvent): HistoryEvent {
  const details = event["taskScheduledEventDetails"];
  if (!details || typeof details["parameters"] !== "string") return event;
  let found;
  try {
    found = findOwnIntegration(
      `arn:aws:states:::${String(details["resourceType"])}:${String(details["resource"])}`,
    );
  } catch {
    // The task is about to fail with that very reason.
    return event;
  }
  if (!found?.integration.toScheduledParameters) return event;
  const parameters = found.integration.toScheduledParameters(
    JSON.parse(details["parameters"]),
    found.resource,
  );
  return { ...event, taskScheduledEventDetails: { ...details, parameters: JSON.stringify(parameters) } };
}

export function createTaskRecord(run: Pick<Run, "record">, request: TaskRequest): TaskRecord {
  return {
    execution: run.record.id,
    executionArn: run.record.arn,
    taskId: request.taskId,
    request,
    state: "starting",
    handle: undefined,
    token: request.taskToken,
  };
}

/** Tells the interpreter how a task ended. */
export function endTask(
  execution: Execution,
  task: RunningTask,
  outcome: { output: string } | { error: string | undefined; cause: string | undefined; isFinal?: boolean },
): void {
  const { taskId } = task.record;
  task.record = { ...task.record, state: "ended" };
  if ("output" in outcome) execution.taskSucceeded(taskId, outcome.output);
  else execution.taskFailed(taskId, outcome.error, outcome.cause, outcome.isFinal);
}
