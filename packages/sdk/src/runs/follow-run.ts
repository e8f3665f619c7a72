import { AwsCallError } from "@acme-engine/cfn";
import { createBackoff } from "../backoff.ts";
import type { Target } from "../target.ts";
import { describeExecution, describeRun, lastLogLines } from "./describe-run.ts";
import { explainFailure } from "./explain-failure.ts";
import { explainTask } from "./explain-task.ts";
import { findStartedTasks } from "./find-started-tasks.ts";
import type { LogLine } from "./log-line.ts";
import { readHistoryAfter } from "./read-history.ts";
import type { Run } from "./run.ts";
import type { RunEvent } from "./run-event.ts";
import { createTaskFollower } from "./task-follower.ts";
import type { TaskFollower } from "./task-follower.ts";
import { createHistoryTracker } from "./track-history.ts";
import type { HistoryFact } from "./track-history.ts";

export interface FollowRunOptions {
  /** Log lines that were written before are left out. */
  since?: Date | undefined;
  /** Ends the following, not the run: the iterator rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** So long a follower bears with an AWS that fails, after the SDK's own attempts: a laptop changes networks, a VPN reconnects. */
const patienceMs = 120_000;

/**
 * A run's events from its start on, as they happen; ends after `runEnded`. May begin at any time, also after the run's end.
 *
 * Each round reads what is new in the history, then what is new in the logs of the tasks that go on. Before a task's
 * `taskStopped` its log is read to the end. Rounds are 100 ms apart while something happens and up to 2 s when nothing does.
 */
export async function* followRun(
  target: Target,
  executionArn: string,
  { since, signal }: FollowRunOptions = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const { run } = await describeExecution(target, executionArn, signal);
  yield { kind: "runStarted", at: run.startedAt, run };
  const tracker = createHistoryTracker();
  const tasks = new Map<string, TaskFollower>();
  const backoff = createBackoff(target.pace);
  const patience = createPatience(target, signal);
  let lastStopped: TaskFollower | undefined;
  for (;;) {
    const history = await patience(() => readHistoryAfter(target, executionArn, tracker.lastId, signal));
    const facts = tracker.read(history ?? []);
    for (const fact of facts) {
      switch (fact.kind) {
        case "taskSubmitted": {
          const follower = createTaskFollower(target, fact, since);
          tasks.set(fact.task.taskArn, follower);
          const { at, state, attempt } = fact;
          yield { kind: "taskSubmitted", at, state, attempt, taskArn: fact.task.taskArn };
          break;
        }
        case "taskStopped": {
          const follower = tasks.get(fact.task.taskArn);
          if (follower === undefined) break;
          follower.describe(fact.task);
          yield* follower.startedEvent();
          for await (const lines of follower.drain(fact.at, signal)) yield* lines.map(toLogEvent);
          tasks.delete(fact.task.taskArn);
          lastStopped = follower;
          yield toStopped(fact, follower);
          break;
        }
        case "runEnded": {
          // Tasks of a run that was stopped or timed out have no end in the history.
          for (const follower of tasks.values()) {
            yield* follower.startedEvent();
            for await (const lines of follower.drain(fact.at, signal)) yield* lines.map(toLogEvent);
          }
          const last = lastStopped ?? [...tasks.values()].at(-1);
          // With `since`, the last lines may be among those that were left out.
          const ended =
            since === undefined
              ? await describeEnd(target, executionArn, last, signal)
              : await describeRun(target, executionArn, signal);
          yield { kind: "runEnded", at: fact.at, run: ended };
          return;
        }
        default:
          yield fact;
      }
    }
    const started = await patience(() => findStartedTasks(target, [...tasks.values()], signal));
    for (const follower of started ?? []) yield* follower.startedEvent();
    let hasLines = false;
    for (const follower of tasks.values()) {
      const lines = (await patience(() => follower.read(signal))) ?? [];
      hasLines ||= lines.length > 0;
      yield* lines.map(toLogEvent);
    }
    if (facts.length > 0 || hasLines) backoff.reset();
    await backoff.pause(signal);
  }
}

function toLogEvent(line: LogLine): RunEvent {
  return { kind: "log", at: line.at, line };
}

function toStopped(
  { at, task, error }: Extract<HistoryFact, { kind: "taskStopped" }>,
  follower: TaskFollower,
): RunEvent {
  const { exitCode } = follower;
  const reason =
    error === "States.Timeout"
      ? "The task took longer than its time limit and was stopped."
      : explainTask(task, follower.containerName);
  return {
    kind: "taskStopped",
    at,
    taskArn: task.taskArn,
    reason,
    ...(exitCode !== undefined && { exitCode }),
  };
}

/** The run at its end. What following it has shown already is not asked for again. */
async function describeEnd(
  target: Target,
  executionArn: string,
  last: TaskFollower | undefined,
  signal: AbortSignal | undefined,
): Promise<Run> {
  const { run, error, cause } = await describeExecution(target, executionArn, signal);
  if (run.status === "SUCCEEDED" || run.status === "RUNNING") return run;
  const failure = explainFailure({
    status: run.status,
    error,
    cause,
    task: last?.stoppedTask,
    containerName: last?.containerName,
    lastLogLines: last?.lastLines.slice(-lastLogLines) ?? [],
  });
  return { ...run, failure };
}

/**
 * Bears with failures that may pass, until they have gone on for `patienceMs`: then the last one is thrown. Gives undefined for a call
 * that failed; the next round asks again.
 */
function createPatience(target: Target, signal: AbortSignal | undefined) {
  let failingSince: number | undefined;
  return async <Result>(call: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      const result = await call();
      failingSince = undefined;
      return result;
    } catch (error) {
      if (signal?.aborted === true || !(error instanceof AwsCallError) || !error.isTransient) throw error;
      failingSince ??= target.pace.now();
      if (target.pace.now() - failingSince >= patienceMs) throw error;
      return undefined;
    }
  };
}
