/**
 * Drives executions. Progress comes in bursts: something happens (a start, an answer, a timer, a stop), the interpreter
 * runs until it is blocked, and what came of it is committed in one transaction: history, snapshot, and the records of the
 * tasks to start or stop. Only then are the effects done, so whatever was done is known to the store. After a
 * crash `resume` does again what may not have been done: integrations make that harmless.
 */
import type { Effect, Environment, Execution, StateMachine, TimerPurpose } from "@acme-engine/asl";
import { loadStateMachine, restoreExecution, startExecution } from "@acme-engine/asl";

import type { EngineContext } from "../../../engine-context.ts";
import type { ActivityQueue } from "../activities/activity-queue.ts";
import type { ActivityStore } from "../activities/activity-store.ts";
import { isActivityArn } from "../arns.ts";
import type { Integrations } from "../integrations/find-integration.ts";
import type { Burst, ExecutionRecord, ExecutionStore, TaskRecord } from "./execution-store.ts";
import { createRun, createTaskRecord, type Run } from "./run.ts";
import { createTaskStarter } from "./task-starter.ts";

/** How long a burst that could not be written (a full disk) waits until it is tried again from the last snapshot. */
const retryAfterMs = 1000;

export interface StartRequest {
  record: Omit<ExecutionRecord, "id">;
  durable: boolean;
  definition: string;
  roleArn: string;
  stateMachineName: string;
}

export interface Runner {
  /** Stores the execution and its first burst together; when this returns, it will be run, whatever happens. */
  start(request: StartRequest): Run;
  find(executionArn: string): Run | undefined;
  /** Lets something happen in an execution. */
  progress(run: Run, happen: (execution: Execution) => void): void;
  readonly runs: number;
  resume(): void;
  close(): void;
}

interface RunnerOptions {
  context: EngineContext;
  executions: ExecutionStore;
  activities: ActivityStore;
  activityQueue: ActivityQueue;
  integrations: Integrations;
  /** What of their time Wait states and pauses before retries take: 1 all of it, 0 none. Deadlines keep theirs. */
  waitScale: number;
  /** The definition that an execution runs. */
  findDefinition: (record: ExecutionRecord) => string;
  random: () => number;
  /** Something failed that nobody waits for. */
  onBug: (error: unknown) => void;
}

export function createRunner(options: RunnerOptions): Runner {
  const { context, executions, findDefinition, random, waitScale, onBug } = options;
  const { store, clock, events, createId } = context;
  const environment: Environment = { now: () => clock.now(), random, createId };
  const runs = new Map<string, Run>();
  const machines = new Map<number, StateMachine>();
  let closed = false;

  const tasks = createTaskStarter({ ...options, progress, isClosed: () => closed });

  function progress(run: Run, happen: (execution: Execution) => void): void {
    let effects: Effect[];
    try {
      effects = commit(run.durable, () => burst(run, happen));
    } catch (error) {
      reload(run);
      throw error;
    }
    perform(run, effects);
  }

  const commit = <Result>(durable: boolean, work: () => Result): Result =>
    durable ? store.transaction(work) : work();

  /** Runs until blocked and writes what came of it; the caller has opened the transaction. */
  function burst(run: Run, happen: (execution: Execution) => void): Effect[] {
    const { execution } = run;
    const effects: Effect[] = [];
    happen(execution);
    for (let more = execution.advance(); more.length > 0; more = execution.advance()) {
      for (const effect of more) {
        // An activity's task starts when a worker comes for it.
        if (effect.kind === "startTask" && !isActivityArn(effect.task.resource)) {
          execution.taskStarted(effect.task.taskId);
        }
      }
      effects.push(...more);
    }
    write(run, effects);
    return effects;
  }

  function write(run: Run, effects: readonly Effect[]): void {
    const { execution } = run;
    const ended = execution.status !== "RUNNING";
    run.record = {
      ...run.record,
      status: execution.status,
      output: execution.output,
      error: execution.error,
      cause: execution.cause,
      stoppedAt: ended ? clock.now() : undefined,
    };
    const changes = planTasks(run, effects);
    const written = run.unwritten.splice(0);
    if (run.durable) {
      executions.write({
        execution: run.record,
        snapshot: ended ? null : execution.snapshot(),
        events: written,
        ...changes,
      });
    } else {
      run.events.push(...written);
    }
  }

  /** Which task records come, change and go with these effects. */
  function planTasks(run: Run, effects: readonly Effect[]): Pick<Burst, "tasks" | "forget"> {
    const wanted = new Set(run.execution.runningTasks.map(({ taskId }) => taskId));
    const started = effects.flatMap((effect) =>
      effect.kind === "startTask" && wanted.has(effect.task.taskId)
        ? [createTaskRecord(run, effect.task)]
        : [],
    );
    const over = [...run.tasks.values()].filter(({ record }) => !wanted.has(record.taskId));
    const stopping = over.filter(({ record }) => record.state !== "ended" && tasks.mustStop(record));
    for (const task of stopping) task.record = { ...task.record, state: "stopping" };
    const others = over.filter((task) => !stopping.includes(task));
    const withToken = others.filter(({ record }) => record.token !== undefined);
    return {
      tasks: [
        ...started,
        ...stopping.map(({ record }) => record),
        ...withToken.map(({ record }) => toEnded(record)),
      ],
      forget: others.filter((task) => !withToken.includes(task)).map(({ record }) => record),
    };
  }

  function perform(run: Run, effects: readonly Effect[]): void {
    const wanted = new Set(run.execution.runningTasks.map(({ taskId }) => taskId));
    for (const [taskId, task] of run.tasks) {
      if (wanted.has(taskId)) continue;
      run.tasks.delete(taskId);
      task.detach();
      if (task.record.state === "stopping") tasks.stop(task);
    }
    const ended = run.execution.status !== "RUNNING";
    for (const effect of effects) {
      switch (effect.kind) {
        case "startTask":
          // A sibling may have failed in the same burst, which ended this task before it began.
          if (wanted.has(effect.task.taskId)) tasks.start(run, createTaskRecord(run, effect.task));
          break;
        case "setTimer":
          if (!ended) setTimer(run, effect);
          break;
        case "cancelTimer":
          cancelTimer(run, effect.timerId);
          break;
        case "cancelTask":
          // Done above, with the tasks that a stop or a failure ended without saying so.
          break;
      }
    }
    if (ended) finish(run);
  }

  function finish(run: Run): void {
    drop(run);
    for (const tell of run.whenEnded.splice(0)) tell();
    const { arn: executionArn, status } = run.record;
    events.publish("Step Functions Execution Status Change", { executionArn, status });
  }

  function setTimer(run: Run, timer: { timerId: string; at: number; purpose: TimerPurpose }): void {
    const { timerId, at, purpose } = timer;
    cancelTimer(run, timerId);
    const now = clock.now();
    const due = purpose === "delay" ? Math.min(at, now + (at - now) * waitScale) : at;
    const cancel = clock.schedule(due, () => {
      run.timers.delete(timerId);
      inBackground(() => progress(run, (execution) => execution.timerFired(timerId)));
    });
    run.timers.set(timerId, cancel);
  }

  function cancelTimer(run: Run, timerId: string): void {
    run.timers.get(timerId)?.();
    run.timers.delete(timerId);
  }

  function inBackground(work: () => void): void {
    if (closed) return;
    try {
      work();
    } catch (error) {
      onBug(error);
    }
  }

  /** Forgets what this process knows of a run. */
  function drop(run: Run): void {
    runs.delete(run.record.arn);
    for (const cancel of run.timers.values()) cancel();
    run.timers.clear();
    for (const task of run.tasks.values()) task.detach();
    run.tasks.clear();
  }

  /** The burst is not in the store, so the interpreter is ahead of it: goes back to the last snapshot. */
  function reload(run: Run): void {
    drop(run);
    if (!run.durable) return;
    clock.schedule(clock.now() + retryAfterMs, () =>
      inBackground(() => {
        const record = executions.find(run.record.arn);
        if (record?.status === "RUNNING" && !runs.has(record.arn)) restore(record, run.whenEnded);
      }),
    );
  }

  function restore(record: ExecutionRecord, whenEnded: (() => void)[] = []): void {
    const { onEvent, ...parts } = createRun(record, true);
    let execution: Execution;
    try {
      const machine = getMachine(record.revision, () => findDefinition(record));
      const snapshot = executions.loadSnapshot(record.id) ?? null;
      execution = restoreExecution(machine, snapshot, { environment, onEvent });
    } catch (error) {
      giveUp(record, error);
      throw error;
    }
    const run: Run = { ...parts, execution, whenEnded };
    runs.set(record.arn, run);
    for (const timer of execution.timers) setTimer(run, timer);
    const known = new Map(executions.listTasks(record.id).map((task) => [task.taskId, task]));
    for (const request of execution.runningTasks) {
      tasks.start(run, known.get(request.taskId) ?? createTaskRecord(run, request));
    }
  }

  /** Better an execution that has failed, and says why, than one that is RUNNING for ever. */
  function giveUp(record: ExecutionRecord, reason: unknown): void {
    const error = "States.Runtime";
    const cause = `The engine could not take up the execution where it was: ${reason instanceof Error ? reason.message : String(reason)}`;
    const stoppedAt = clock.now();
    const [last] = executions.readEvents(record.id, {
      from: Number.MAX_SAFE_INTEGER,
      reverse: true,
      limit: 1,
    });
    const previousEventId = last?.id ?? 0;
    const left = executions.listTasks(record.id).filter((task) => task.state !== "ended");
    const stopping = left
      .filter((task) => tasks.mustStop(task))
      .map((task) => ({ ...task, state: "stopping" as const }));
    const forget = left.filter((task) => !tasks.mustStop(task));
    store.transaction(() =>
      executions.write({
        execution: { ...record, status: "FAILED", error, cause, stoppedAt },
        snapshot: null,
        events: [
          {
            id: previousEventId + 1,
            previousEventId,
            timestamp: stoppedAt,
            type: "ExecutionFailed",
            executionFailedEventDetails: { error, cause },
          },
        ],
        tasks: stopping,
        forget,
      }),
    );
    for (const task of stopping) tasks.stopLeftover(task);
    events.publish("Step Functions Execution Status Change", { executionArn: record.arn, status: "FAILED" });
  }

  function getMachine(revision: number, findText: () => string): StateMachine {
    let machine = machines.get(revision);
    if (!machine) {
      machine = loadStateMachine(findText());
      machines.set(revision, machine);
      const [oldest] = machines.keys();
      if (machines.size > maxMachines && oldest !== undefined) machines.delete(oldest);
    }
    return machine;
  }

  return {
    start({ record, durable, definition, roleArn, stateMachineName }) {
      const machine = getMachine(record.revision, () => definition);
      let run: Run | undefined;
      const effects = commit(durable, () => {
        const id = durable ? executions.insert(record) : 0;
        const { onEvent, ...parts } = createRun({ ...record, id }, durable);
        const execution = startExecution(machine, {
          input: record.input,
          environment,
          onEvent,
          context: {
            Execution: {
              Id: record.arn,
              Name: record.name,
              RoleArn: roleArn,
              StartTime: new Date(record.startedAt).toISOString(),
              RedriveCount: 0,
            },
            StateMachine: { Id: record.stateMachine, Name: stateMachineName },
          },
        });
        run = { ...parts, execution };
        return burst(run, () => {});
      });
      if (!run) throw new Error("the execution was not made");
      runs.set(record.arn, run);
      perform(run, effects);
      return run;
    },
    find: (executionArn) => runs.get(executionArn),
    progress,
    get runs() {
      return runs.size;
    },
    resume() {
      for (const record of executions.listStopping()) tasks.stopLeftover(record);
      for (const record of executions.listRunning()) inBackground(() => restore(record));
    },
    close() {
      closed = true;
      for (const run of runs.values()) drop(run);
    },
  };
}

/** What is kept of a task for its token's sake. */
const toEnded = (record: TaskRecord): TaskRecord => ({
  ...record,
  request: { ...record.request, arguments: null },
  state: "ended",
  handle: undefined,
});

/** Parsed definitions that are kept. */
const maxMachines = 500;
