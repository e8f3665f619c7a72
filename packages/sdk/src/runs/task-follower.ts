import type { Target } from "../target.ts";
import type { EcsTask } from "./ecs-task.ts";
import { decisiveContainer } from "./explain-task.ts";
import type { LogLine } from "./log-line.ts";
import { createPatience } from "./patience.ts";
import type { RunEvent } from "./run-event.ts";
import { createTaskLog } from "./task-log.ts";

/** One task of a run that is followed, from when ECS accepted it until its log has been read to the end. */
export interface TaskFollower {
  readonly taskArn: string;
  readonly containerName: string | undefined;
  /** Whether `startedEvent` has been given. */
  readonly hasStarted: boolean;
  /** As described at its end; undefined before. */
  readonly stoppedTask: EcsTask | undefined;
  readonly exitCode: number | undefined;
  /** The newest lines that were read, oldest first. */
  readonly lastLines: readonly string[];
  /** Takes in what ECS or the history tell of the task. */
  describe(task: EcsTask): void;
  /** The event that the container runs: once, and only when it is known when it started. */
  startedEvent(): RunEvent[];
  /** Log lines that have come since the last read; true when these are all, false when a call failed. */
  read(signal: AbortSignal | undefined): AsyncGenerator<LogLine, boolean, undefined>;
  /** Reads until no line can come any more: lines may be on their way for some time after `stoppedAt`. */
  drain(stoppedAt: Date, signal: AbortSignal | undefined): AsyncGenerator<LogLine, void, undefined>;
}

const keptLines = 20;
const drainPauseMs = 500;
const longGoneMs = 60_000;

export function createTaskFollower(
  target: Target,
  submitted: { readonly task: EcsTask; readonly containerName?: string },
  since: Date | undefined,
): TaskFollower {
  const { containerName } = submitted;
  const log = createTaskLog(target, submitted.task, containerName, since);
  let task = submitted.task;
  let stoppedTask: EcsTask | undefined;
  let hasStarted = false;
  let lastLines: string[] = [];
  const patience = createPatience(target.pace);
  const read: TaskFollower["read"] = async function* (signal) {
    for (;;) {
      const page = await patience(() => log.readPage(signal), signal);
      if (page === undefined) return false;
      lastLines = [...lastLines, ...page.lines.map(({ message }) => message)].slice(-keptLines);
      yield* page.lines;
      if (page.isEnd) return true;
    }
  };
  return {
    taskArn: task.taskArn,
    containerName,
    get hasStarted() {
      return hasStarted;
    },
    get stoppedTask() {
      return stoppedTask;
    },
    get exitCode() {
      return decisiveContainer(task, containerName)?.exitCode;
    },
    get lastLines() {
      return lastLines;
    },
    describe(described) {
      task = { ...task, ...described };
      if (described.stopCode !== undefined || described.stoppedAt !== undefined) stoppedTask = task;
    },
    startedEvent() {
      if (hasStarted || task.startedAt === undefined) return [];
      hasStarted = true;
      return [{ kind: "taskStarted", at: task.startedAt, taskArn: task.taskArn }];
    },
    read,
    async *drain(stoppedAt, signal) {
      const { clients, pace } = target;
      const startedAt = pace.now();
      // From when the end was seen, for the clocks here and at AWS may differ; nothing is late of a task long gone.
      const isLongGone = startedAt - stoppedAt.getTime() > longGoneMs;
      const until = isLongGone ? startedAt : startedAt + clients.logDelayMs;
      for (;;) {
        const isLast = pace.now() >= until;
        const isRead = yield* read(signal);
        if (isRead && isLast) return;
        await pace.pause(isLast ? drainPauseMs : Math.min(drainPauseMs, until - pace.now()), signal);
      }
    },
  };
}
