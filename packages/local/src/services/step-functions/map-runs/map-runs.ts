/**
 * Runs the children of distributed Maps. Items are read page by page, children are started as there is room for them, each
 * an execution of its own in the store; how far a map run has come is what its children's rows say. So a map run
 * needs little memory, and after a crash it reads its items again and starts the children that have no row. Express children
 * have a row once they have ended; those that a crash cut off run again, as AWS says of them: at least once.
 *
 * A map run goes: RUNNING, until every item has its child and all have ended → SUCCEEDED, results collected or written →
 * the parent is told. Or more failed than may → no more starts, running children are stopped → FAILED → the parent is told.
 * Or the parent does not wait any longer → children are stopped → ABORTED. Redriven with its parent it is RUNNING again, for the
 * children that had not succeeded.
 */
import type { MapRunRequest } from "@acme-engine/asl";

import type { EngineContext } from "../../../engine-context.ts";
import type { ExecutionStore } from "../executions/execution-store.ts";
import type { Run } from "../executions/run.ts";
import type { Runner } from "../executions/runner.ts";
import { type ChildOutcome, LiveMapRun } from "./live-map-run.ts";
import { isRedriven, takeRecord } from "./map-run-record.ts";
import { exportFailure, resultOf } from "./map-run-result.ts";
import type { MapRunRecord, MapRunStore } from "./map-run-store.ts";
import { createChildrenRunner, nextTurn } from "./run-children.ts";
import { createChildStarter } from "./start-child.ts";
import { toStoredVerdict, toVerdict } from "./verdict.ts";

/** How long a map run waits that something could not be written of. */
const retryAfterMs = 1000;

export interface MapRuns {
  /** A distributed Map was entered, or its execution taken up again. Begins when `stored` has settled. */
  start(parent: Run, request: MapRunRequest, stored: Promise<void> | undefined): void;
  /** Nobody waits for it any longer. */
  stop(mapRunArn: string, stored: Promise<void> | undefined): void;
  /** While it is under way. */
  find(mapRunArn: string): LiveMapRun | undefined;
  /** Concurrency and tolerance of a map run that is under way; takes effect at once. */
  update(live: LiveMapRun, changes: Partial<MapRunRecord>): void;
  /** After the executions: ends the map runs that an earlier process left to nobody. */
  resume(): void;
  close(): Promise<void>;
}

export interface MapRunsOptions {
  context: EngineContext;
  executions: ExecutionStore;
  store: MapRunStore;
  runner: Pick<Runner, "start" | "find" | "progress" | "redrive">;
  /** What the parent runs. */
  findRevision: (revision: number) => { definition: string; roleArn: string };
  /** Something failed that nobody waits for. */
  onBug: (error: unknown) => void;
}

export function createMapRuns(options: MapRunsOptions): MapRuns {
  const { context, executions, store, runner, onBug } = options;
  const { clock, call, events } = context;
  const lives = new Map<string, LiveMapRun>();
  /** Running children, by their ARN. */
  const owners = new Map<string, LiveMapRun>();
  const drives = new Set<Promise<void>>();
  const retries = new Set<() => void>();
  let closed = false;

  const startChild = createChildStarter({ ...options, owners, onEnded });
  const children = createChildrenRunner({ ...options, call, owners, startChild, isClosed: () => closed });
  const unsubscribe = events.subscribe(
    "Step Functions Execution Status Change",
    ({ executionArn, status }) => {
      const live = owners.get(executionArn);
      if (live) onEnded(live, executionArn, status as ChildOutcome);
    },
  );

  function onEnded(live: LiveMapRun, executionArn: string, outcome: ChildOutcome): void {
    const child = live.running.get(executionArn);
    // An express child that ended at once: its start goes on with it.
    if (live.request.executionType === "EXPRESS" && child && child.run === undefined) {
      child.ended = true;
      return;
    }
    if (child?.run) storeExpressChild(live, child.run);
    owners.delete(executionArn);
    live.childEnded(executionArn, outcome);
  }

  function storeExpressChild(live: LiveMapRun, { record }: Run): void {
    const execution = { ...record, id: executions.createId() };
    const burst = { execution, isStart: true, snapshot: null, events: [], tasks: [], forget: [] };
    executions.write(burst, () => {}).catch((reason: unknown) => live.break(reason));
  }

  function reportUnlessClosed(error: unknown): void {
    if (!closed) onBug(error);
  }

  /** Whatever goes on by itself: `close` waits for it. */
  function follow(work: Promise<void>): Promise<void> {
    const followed = work.catch(reportUnlessClosed).finally(() => drives.delete(followed));
    drives.add(followed);
    return followed;
  }

  function start(parent: Run, request: MapRunRequest, stored: Promise<void> | undefined): void {
    const known = lives.get(request.mapRunArn);
    // Redriven while its children are still being stopped.
    if (known && isRedriven(known.record, request)) {
      void follow(known.done.then(() => (closed ? undefined : start(parent, request, stored))));
      return;
    }
    if (known) {
      known.parent = parent;
      return;
    }
    const live = take(parent, request);
    lives.set(live.record.arn, live);
    live.done = follow(drive(live, stored));
  }

  /** With whatever an earlier process, or an earlier run, has left of it. */
  function take(parent: Run, request: MapRunRequest): LiveMapRun {
    const { mapRunArn } = request;
    const found = store.find(mapRunArn);
    const record = takeRecord(found, parent.record.arn, request, clock.now());
    const live = new LiveMapRun(record, request, parent);
    if (!found) return live;
    executions.flush();
    live.countEarlier(store.countChildren(mapRunArn, record.redrivenAt));
    for (const { arn, items } of store.listRunningChildren(mapRunArn)) {
      live.running.set(arn, { items, run: undefined, ended: false });
      owners.set(arn, live);
    }
    return live;
  }

  async function drive(live: LiveMapRun, stored: Promise<void> | undefined): Promise<void> {
    // The parent's own burst first; after a restart, all executions.
    const isStored = await (stored ?? nextTurn()).then(
      () => true,
      () => false,
    );
    if (!isStored) lives.delete(live.record.arn);
    if (closed || !isStored) return;
    try {
      store.put(live.record);
      if (live.record.status === "RUNNING") await children.run(live);
      if (live.verdict && !closed) await children.stop(live);
      if (live.broken) throw live.broken.reason;
      if (!closed) await conclude(live);
    } catch (error) {
      if (closed) return;
      if (store.find(live.record.arn) === undefined) return forget(live);
      onBug(error);
      takeUpLater(live);
    }
  }

  function forget(live: LiveMapRun): void {
    lives.delete(live.record.arn);
    for (const child of live.running.keys()) owners.delete(child);
  }

  /** Says what became of it, first to the store, then to the parent. */
  async function conclude(live: LiveMapRun): Promise<void> {
    executions.flush();
    const { arn, execution } = live.record;
    // Deleted meanwhile, with its state machine.
    if (store.find(arn) === undefined) return forget(live);
    let verdict = live.verdict ?? toStoredVerdict(live.record);
    let output: string | undefined;
    if (verdict?.kind === "failed") await exportFailure(live, () => children.inputs(live), { call, store });
    else if (verdict === undefined) {
      try {
        output = await resultOf(live, { call, store });
      } catch (error) {
        if (closed) return;
        verdict = toVerdict(error, "States.ResultWriterFailed");
      }
    }
    if (closed) return;
    // A stop that came meanwhile.
    if (live.verdict?.kind === "aborted") verdict = live.verdict;
    const status = verdict === undefined ? "SUCCEEDED" : verdict.kind === "failed" ? "FAILED" : "ABORTED";
    const { error, cause } = verdict?.kind === "failed" ? verdict : {};
    live.record = { ...live.record, status, error, cause, stoppedAt: live.record.stoppedAt ?? clock.now() };
    store.put(live.record);
    lives.delete(arn);
    const parent = runner.find(execution);
    // A parent that is not there takes the map run up again when it comes back, and is told then.
    if (!parent || status === "ABORTED") return;
    await runner.progress(parent, (waiting) => {
      if (status === "SUCCEEDED") waiting.mapRunSucceeded(arn, output);
      else waiting.mapRunFailed(arn, error, cause);
    });
  }

  /** What could not be written (a full disk) is tried again from what is in the store. */
  function takeUpLater(live: LiveMapRun): void {
    const { arn, execution } = live.record;
    forget(live);
    const cancel = clock.schedule(clock.now() + retryAfterMs, () => {
      retries.delete(cancel);
      const parent = runner.find(execution);
      const isWanted = parent?.execution.runningMapRuns.some(({ mapRunArn }) => mapRunArn === arn);
      if (parent && isWanted) start(parent, live.request, undefined);
    });
    retries.add(cancel);
  }

  return {
    start,
    stop(mapRunArn, stored) {
      const end = () => lives.get(mapRunArn)?.end({ kind: "aborted" });
      if (stored) stored.then(end, () => {});
      else end();
    },
    find: (mapRunArn) => lives.get(mapRunArn),
    update(live, changes) {
      live.record = { ...live.record, ...changes };
      store.put(live.record);
      live.judge();
      live.wake();
    },
    resume() {
      for (const record of store.listRunning()) {
        if (lives.has(record.arn)) continue;
        for (const { arn } of store.listRunningChildren(record.arn)) {
          const run = runner.find(arn);
          if (run) void follow(runner.progress(run, (execution) => execution.stop(undefined, undefined)));
        }
        store.put({ ...record, status: "ABORTED", stoppedAt: clock.now() });
      }
    },
    async close() {
      closed = true;
      unsubscribe();
      for (const cancel of retries) cancel();
      for (const live of lives.values()) live.wake();
      await Promise.all(drives);
    },
  };
}
