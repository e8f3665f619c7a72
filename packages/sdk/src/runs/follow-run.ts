import { createBackoff } from "../backoff.ts";
import type { Target } from "../target.ts";
import { describeExecution, describeRun, findPlace, lastLogLines } from "./describe-run.ts";
import { awaitStoppedTasks, describeStopped, noticeStartedTasks } from "./describe-tasks.ts";
import { explainFailure } from "./explain-failure.ts";
import { explainTask } from "./explain-task.ts";
import type { EcsTask } from "./ecs-task.ts";
import { parseRunnerCause } from "./runner-cause.ts";
import type { LogLine } from "./log-line.ts";
import { createPatience } from "./patience.ts";
import { readHistoryAfter } from "./read-history.ts";
import type { Run } from "./run.ts";
import type { RunEvent } from "./run-event.ts";
import { createTaskFollower } from "./task-follower.ts";
import type { TaskFollower } from "./task-follower.ts";
import { createHistoryTracker } from "./track-history.ts";
import type { HistoryFact } from "./track-history.ts";
import { waitForRun } from "./wait-for-run.ts";

export interface FollowRunOptions {
  /** Log lines that were written before are left out. */
  since?: Date | undefined;
  /** Ends the following, not the run: the iterator rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

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
  const forHistory = createPatience(target.pace);
  const forTasks = createPatience(target.pace);
  let lastStopped: TaskFollower | undefined;
  for (;;) {
    const history = await forHistory(
      () => readHistoryAfter(target, executionArn, tracker.lastId, signal),
      signal,
    );
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
          for await (const line of follower.drain(fact.at, signal)) yield toLogEvent(line);
          tasks.delete(fact.task.taskArn);
          lastStopped = follower;
          yield toStopped(fact, follower);
          break;
        }
        case "runEnded": {
          // Tasks of a run that was stopped or timed out have no end in the history; they may still write as they stop.
          await awaitStoppedTasks(target, [...tasks.values()], signal);
          for (const follower of tasks.values()) {
            const { stoppedTask: task } = follower;
            const at = task?.stoppedAt ?? fact.at;
            yield* follower.startedEvent();
            for await (const line of follower.drain(at, signal)) yield toLogEvent(line);
            if (task !== undefined) yield toStopped({ kind: "taskStopped", at, task }, follower);
          }
          const last = lastStopped ?? [...tasks.values()].at(-1);
          // With `since`, the last lines may be among those that were left out.
          const ended =
            since === undefined
              ? await describeEnd(target, executionArn, { last, state: fact.state }, signal)
              : await describeRun(target, executionArn, signal);
          yield { kind: "runEnded", at: fact.at, run: ended };
          return;
        }
        default:
          yield fact;
      }
    }
    await forTasks(() => noticeStartedTasks(target, [...tasks.values()], signal), signal);
    for (const follower of tasks.values()) yield* follower.startedEvent();
    let hasLines = false;
    for (const follower of tasks.values()) {
      for await (const line of follower.read(signal)) {
        hasLines = true;
        yield toLogEvent(line);
      }
    }
    if (facts.length > 0 || hasLines) backoff.reset();
    await backoff.pause(signal);
  }
}

function toLogEvent(line: LogLine): RunEvent {
  return { kind: "log", at: line.at, line };
}

function toStopped(
  { at, task, error, cause }: Extract<HistoryFact, { kind: "taskStopped" }>,
  follower: TaskFollower,
): RunEvent {
  const { exitCode } = follower;
  const reason = explainStop(task, error, cause, follower.containerName);
  return {
    kind: "taskStopped",
    at,
    taskArn: task.taskArn,
    reason,
    ...(exitCode !== undefined && { exitCode }),
  };
}

function explainStop(
  task: EcsTask,
  error: string | undefined,
  cause: string | undefined,
  containerName: string | undefined,
): string {
  const thrown = parseRunnerCause(cause);
  if (thrown !== undefined) return `${thrown.errorType}: ${thrown.errorMessage}`;
  if (error === "States.Timeout") return "The task took longer than its time limit and was stopped.";
  // A task that has told its result is still on its way out.
  if (error === undefined && task.stopCode === undefined) return "The task succeeded.";
  return explainTask(task, containerName);
}

/** The run at its end. What following it has shown already is not asked for again. */
async function describeEnd(
  target: Target,
  executionArn: string,
  { last, state }: { last: TaskFollower | undefined; state: string | undefined },
  signal: AbortSignal | undefined,
): Promise<Run> {
  // The history may be ahead of the description.
  await waitForRun(target, executionArn, signal);
  const { run, error, cause } = await describeExecution(target, executionArn, signal);
  if (run.status === "SUCCEEDED") return run;
  const failure = explainFailure({
    status: run.status,
    error,
    cause,
    ...(await findPlace(target, run, state, signal)),
    task: await describeStopped(target, last?.stoppedTask, signal),
    containerName: last?.containerName,
    lastLogLines: last?.lastLines.slice(-lastLogLines) ?? [],
  });
  return { ...run, failure };
}
