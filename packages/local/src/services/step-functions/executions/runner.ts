/**
 * Drives executions. Progress comes in bursts: something happens (a start, an answer, a timer, a stop), the interpreter
 * runs until it is blocked, and what came of it goes into the store together: history, snapshot, and the records of the
 * tasks to start or stop. Only then does the world hear of it: callers are answered, tasks started and stopped, the end
 * told. So whatever was done is known to the store. After a crash `resume` does again what may not have been done:
 * integrations make that harmless.
 */
import type {
  Effect,
  HistoryEvent,
  Environment,
  Execution,
  StateMachine,
  TimerPurpose,
} from "@acme-engine/asl";
import {
  childMachine,
  loadStateMachine,
  redriveExecution,
  restoreExecution,
  startExecution,
} from "@acme-engine/asl";

import type { EngineContext } from "../../../engine-context.ts";
import type { ActivityQueue } from "../activities/activity-queue.ts";
import type { ActivityStore } from "../activities/activity-store.ts";
import { isActivityArn } from "../arns.ts";
import type { ExecutionLogger } from "../logging/execution-logger.ts";
import type { Integrations } from "../integrations/find-integration.ts";
import type { MapRuns } from "../map-runs/map-runs.ts";
import type { Burst } from "./burst.ts";
import type { ExecutionRecord, ExecutionStore, TaskRecord } from "./execution-store.ts";
import { createRun, createTaskRecord, type Run, type RunningTask } from "./run.ts";
import { createTaskStarter } from "./task-starter.ts";

/** How long a burst that could not be written (a full disk) waits until it is tried again from the last snapshot. */
const retryAfterMs = 1000;

export interface StartRequest {
  record: Omit<ExecutionRecord, "id">;
  durable: boolean;
  definition: string;
  roleArn: string;
  stateMachineName: string;
  /** Of a map run's child: the Map state, whose item processor it runs, and the machine that it says it has. */
  childOf?: { stateName: string; stateMachineArn: string };
}

export interface Runner {
  /** Stores the execution and its first burst together; when this settles, it will be run, whatever happens. */
  start(request: StartRequest): Promise<Run>;
  /** An execution that has not ended. */
  /** Takes up an execution that has not succeeded; settles when that is in the store. */
  redrive(record: ExecutionRecord): Promise<Run>;
  find(executionArn: string): Run | undefined;
  /** Lets something happen in an execution, at once; settles when that is in the store and must be told nobody before. */
  progress(run: Run, happen: (execution: Execution) => void): Promise<void>;
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
  /** The definition that an execution runs, or that its map run's parent runs. */
  findDefinition: (record: ExecutionRecord) => string;
  /** The Map state whose child this execution is. */
  findMapState: (record: ExecutionRecord) => string | undefined;
  /** Runs the children of distributed Maps. Asked for late: it starts them here. */
  mapRuns: () => Pick<MapRuns, "start" | "stop" | "resume">;
  /** Told of each event, once it is in the store. */
  logger: ExecutionLogger;
  random: () => number;
  /** Something failed that nobody waits for. */
  onBug: (error: unknown) => void;
}

export function createRunner(options: RunnerOptions): Runner {
  const { context, executions, findDefinition, findMapState, mapRuns, random, waitScale, logger, onBug } =
    options;
  const { clock, events, createId } = context;
  const mocked: Environment = { now: () => clock.now(), random, createId, hostsMapRuns: true };
  const real: Environment = { ...mocked, findResourceProblem };
  /** A test case of the mock configuration needs no activities. */
  const environmentOf = ({ testCase }: Pick<ExecutionRecord, "testCase">) =>
    testCase === undefined ? real : mocked;
  const runs = new Map<string, Run>();
  const machines = new Map<number, StateMachine>();
  let closed = false;

  const tasks = createTaskStarter({ ...options, progress, isClosed: () => closed });

  function findResourceProblem(resource: string): string | undefined {
    if (!isActivityArn(resource) || options.activities.find(resource) !== undefined) return undefined;
    return `The activity ${resource} does not exist.`;
  }

  function progress(run: Run, happen: (execution: Execution) => void): Promise<void> {
    return advance(run, happen, false);
  }

  function advance(run: Run, happen: (execution: Execution) => void, isStart: boolean): Promise<void> {
    try {
      return settle(run, burst(run, happen), isStart);
    } catch (error) {
      reload(run);
      return Promise.reject(error);
    }
  }

  /** Runs until blocked. */
  function burst({ execution, isLost }: Run, happen: (execution: Execution) => void): Effect[] {
    if (isLost) throw new Error("The execution is being taken up again from its last stored state.");
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
    return effects;
  }

  /** Stores what came of a burst, then does its effects. Timers alone are set before: they tell nobody. */
  function settle(run: Run, effects: readonly Effect[], isStart: boolean): Promise<void> {
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
    const { started, stopping, ...changes } = planTasks(run, effects);
    const written = run.unwritten.splice(0);
    if (!run.durable) run.events.push(...written);
    const stored = run.durable
      ? executions.write(
          {
            execution: run.record,
            isStart,
            snapshot: ended ? null : execution.snapshot(),
            ...(execution.canRedrive && { remains: execution.snapshot() }),
            events: written,
            ...changes,
          },
          // A start that is not in the store has not happened.
          () => (isStart ? lose(run) : reload(run)),
        )
      : undefined;
    if (logger.listensTo(run.record.revision)) log(run, written, stored);
    for (const record of started) tasks.start(run, record, stored);
    for (const task of stopping) tasks.stop(task, stored);
    for (const effect of effects) {
      if (effect.kind === "startMapRun") mapRuns().start(run, effect.mapRun, stored);
      else if (effect.kind === "stopMapRun") mapRuns().stop(effect.mapRunArn, stored);
    }
    if (ended) {
      drop(run);
      if (stored) return stored.then(() => tellEnd(run));
      tellEnd(run);
      return nothingToWait;
    }
    setTimers(run, effects);
    return stored ?? nothingToWait;
  }

  function log({ record }: Run, written: readonly HistoryEvent[], stored: Promise<void> | undefined): void {
    if (!stored) return logger.log(record, written);
    const forget = () => {};
    inBackground(() => stored.then(() => logger.log(record, written), forget));
  }

  /** Which tasks come, change and go with these effects. Those that are over are followed no longer. */
  function planTasks(
    run: Run,
    effects: readonly Effect[],
  ): Pick<Burst, "tasks" | "forget"> & { started: TaskRecord[]; stopping: RunningTask[] } {
    // Most bursts of most executions have nothing to do with tasks.
    if (effects.length === 0 && run.tasks.size === 0 && run.changedTasks.length === 0) return noTasks;
    const wanted = new Set(run.execution.runningTasks.map(({ taskId }) => taskId));
    const started = effects.flatMap((effect) =>
      // A sibling may have failed in the same burst, which ended this task before it began.
      effect.kind === "startTask" && wanted.has(effect.task.taskId)
        ? [createTaskRecord(run, effect.task)]
        : [],
    );
    const over = [...run.tasks.values()].filter(({ record }) => !wanted.has(record.taskId));
    for (const task of over) {
      run.tasks.delete(task.record.taskId);
      task.detach();
    }
    const stopping = over.filter(({ record }) => record.state !== "ended" && tasks.mustStop(record));
    for (const task of stopping) task.record = { ...task.record, state: "stopping" };
    const others = over.filter((task) => !stopping.includes(task));
    const withToken = others.filter(({ record }) => record.token !== undefined);
    return {
      started,
      stopping,
      tasks: [
        ...run.changedTasks.splice(0),
        ...started,
        ...stopping.map(({ record }) => record),
        ...withToken.map(({ record }) => toEnded(record)),
      ],
      forget: others.filter((task) => !withToken.includes(task)).map(({ record }) => record),
    };
  }

  function tellEnd(run: Run): void {
    for (const tell of run.whenEnded.splice(0)) tell();
    const { arn: executionArn, status } = run.record;
    events.publish("Step Functions Execution Status Change", { executionArn, status });
  }

  function setTimers(run: Run, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === "setTimer") setTimer(run, effect);
      else if (effect.kind === "cancelTimer") cancelTimer(run, effect.timerId);
    }
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

  /** For what nobody waits for. */
  function inBackground(work: () => Promise<void> | void): void {
    if (closed) return;
    try {
      work()?.catch(reportUnlessClosed);
    } catch (error) {
      onBug(error);
    }
  }

  function reportUnlessClosed(error: unknown): void {
    if (!closed) onBug(error);
  }

  /** Forgets what this process knows of a run. */
  function drop(run: Run): void {
    runs.delete(run.record.arn);
    for (const cancel of run.timers.values()) cancel();
    run.timers.clear();
    for (const task of run.tasks.values()) task.detach();
    run.tasks.clear();
  }

  function lose(run: Run): void {
    run.isLost = true;
    drop(run);
  }

  /** The burst is not in the store, so the interpreter is ahead of it: goes back to the last snapshot. */
  function reload(run: Run): void {
    if (run.isLost) return;
    lose(run);
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
      const machine = machineOf(
        getMachine(record.revision, () => findDefinition(record)),
        findMapState(record),
      );
      const snapshot = executions.loadSnapshot(record.id) ?? null;
      execution = restoreExecution(machine, snapshot, { environment: environmentOf(record), onEvent });
    } catch (error) {
      giveUp(record, error);
      throw error;
    }
    const run: Run = { ...parts, execution, whenEnded };
    runs.set(record.arn, run);
    for (const timer of execution.timers) setTimer(run, timer);
    const known = new Map(executions.listTasks(record.id).map((task) => [task.taskId, task]));
    for (const request of execution.runningTasks) {
      tasks.start(run, known.get(request.taskId) ?? createTaskRecord(run, request), undefined);
    }
    for (const request of execution.runningMapRuns) mapRuns().start(run, request, undefined);
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
    const stored = executions.write(
      {
        execution: { ...record, status: "FAILED", error, cause, stoppedAt },
        isStart: false,
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
      },
      () => {},
    );
    inBackground(() =>
      stored.then(() => {
        for (const task of stopping) tasks.stopLeftover(task);
        events.publish("Step Functions Execution Status Change", {
          executionArn: record.arn,
          status: "FAILED",
        });
      }),
    );
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
    async start({ record, durable, definition, roleArn, stateMachineName, childOf }) {
      const whole = machineOf(
        getMachine(record.revision, () => definition),
        childOf?.stateName,
      );
      const machine = durable ? whole : withExpressLimit(whole);
      const id = durable ? executions.createId() : 0;
      const { onEvent, ...parts } = createRun({ ...record, id }, durable);
      const execution = startExecution(machine, {
        input: record.input,
        environment: environmentOf(record),
        onEvent,
        context: {
          Execution: {
            Id: record.arn,
            Name: record.name,
            RoleArn: roleArn,
            StartTime: new Date(record.startedAt).toISOString(),
            RedriveCount: 0,
          },
          StateMachine: { Id: childOf?.stateMachineArn ?? record.stateMachine, Name: stateMachineName },
        },
      });
      const run: Run = { ...parts, execution };
      runs.set(record.arn, run);
      await advance(run, () => {}, true);
      return run;
    },
    async redrive(ended) {
      const record: ExecutionRecord = {
        ...ended,
        status: "RUNNING",
        output: undefined,
        error: undefined,
        cause: undefined,
        stoppedAt: undefined,
        redriveCount: ended.redriveCount + 1,
        redrivenAt: clock.now(),
      };
      const { onEvent, ...parts } = createRun(record, true);
      const machine = machineOf(
        getMachine(record.revision, () => findDefinition(record)),
        findMapState(record),
      );
      const remains = executions.loadRemains(record.id) ?? null;
      const execution = redriveExecution(machine, remains, { environment: environmentOf(record), onEvent });
      const run: Run = { ...parts, execution };
      runs.set(record.arn, run);
      await advance(run, () => {}, false);
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
      mapRuns().resume();
    },
    close() {
      executions.flush();
      closed = true;
      for (const run of runs.values()) drop(run);
    },
  };
}

/** Source: Step Functions quotas: what an express execution takes at most. */
const maxExpressSeconds = 300;

function withExpressLimit(machine: StateMachine): StateMachine {
  return {
    ...machine,
    timeoutSeconds: Math.min(machine.timeoutSeconds ?? maxExpressSeconds, maxExpressSeconds),
  };
}

/** A state machine, or that of its Map's children. */
function machineOf(machine: StateMachine, mapState: string | undefined): StateMachine {
  if (mapState === undefined) return machine;
  const children = childMachine(machine, mapState);
  if (children === undefined) throw new Error(`The definition has no distributed Map "${mapState}".`);
  return children;
}

const nothingToWait = Promise.resolve();
const noTasks = { started: [], stopping: [], tasks: [], forget: [] };

/** What is kept of a task for its token's sake. */
const toEnded = (record: TaskRecord): TaskRecord => ({
  ...record,
  request: { ...record.request, arguments: null },
  state: "ended",
  handle: undefined,
});

/** Parsed definitions that are kept. */
const maxMachines = 500;
