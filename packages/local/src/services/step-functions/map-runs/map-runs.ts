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
import { ItemReaderFailed, type Json, type MapRunItem, type MapRunRequest } from "@acme-engine/asl";

import type { EngineContext } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import type { ExecutionStore } from "../executions/execution-store.ts";
import type { Run } from "../executions/run.ts";
import type { Runner } from "../executions/runner.ts";
import { type ChildInput, toChildInputs } from "./child-inputs.ts";
import { collectResults } from "./collect-results.ts";
import { createChildStarter } from "./start-child.ts";
import { type ChildOutcome, LiveMapRun, type Verdict } from "./live-map-run.ts";
import type { MapRunRecord, MapRunStore } from "./map-run-store.ts";
import { toPendingTexts } from "./pending-children.ts";
import { readItems } from "./read-items.ts";
import { writeResults } from "./write-results.ts";

/** Starts between two pauses in which everything else has its turn. */
const startsAtOnce = 100;

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
  let closed = false;
  const isClosed = () => closed;
  const isOver = (live: LiveMapRun) => live.verdict !== undefined || live.broken !== undefined || closed;
  const retries = new Set<() => void>();

  const startChild = createChildStarter({ ...options, owners, onEnded });
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

  function follow(work: Promise<void>): Promise<void> {
    const followed = work.catch(reportUnlessClosed).finally(() => drives.delete(followed));
    drives.add(followed);
    return followed;
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
      if (live.record.status === "RUNNING") await runChildren(live);
      if (live.verdict && !closed) await stopChildren(live);
      if (live.broken) throw live.broken.reason;
      if (!closed) await conclude(live);
    } catch (error) {
      if (closed) return;
      onBug(error);
      takeUpLater(live);
    }
  }

  /** What could not be written (a full disk) is tried again from what is in the store. */
  function takeUpLater(live: LiveMapRun): void {
    const { arn, execution } = live.record;
    lives.delete(arn);
    for (const child of live.running.keys()) owners.delete(child);
    const cancel = clock.schedule(clock.now() + retryAfterMs, () => {
      retries.delete(cancel);
      const parent = runner.find(execution);
      const isWanted = parent?.execution.runningMapRuns.some(({ mapRunArn }) => mapRunArn === arn);
      if (parent && isWanted) start(parent, live.request, undefined);
    });
    retries.add(cancel);
  }

  async function runChildren(live: LiveMapRun): Promise<void> {
    try {
      if (live.record.toleratedPercentage !== undefined) await countItems(live);
      if (live.record.redrivenAt !== undefined) await redriveChildren(live, live.record.redrivenAt);
      const started = new Set(store.childIndexes(live.record.arn));
      let starts: Promise<void>[] = [];
      for await (const child of inputsOf(live)) {
        live.seen.children += 1;
        live.seen.items += child.items;
        if (started.has(child.index)) continue;
        while (!live.hasRoom && !isOver(live)) await live.change();
        if (isOver(live)) break;
        starts.push(startChild(live, child));
        if (starts.length < startsAtOnce) continue;
        await Promise.all(starts);
        await nextTurn();
        starts = [];
      }
      await Promise.all(starts);
      if (!isOver(live)) noteTotals(live, live.seen.items, live.seen.children);
      while (live.running.size > 0 && !isOver(live)) await live.change();
    } catch (error) {
      if (closed) return;
      live.end(toVerdict(error));
    }
  }

  /** Children that had not succeeded go on; express ones, of which nothing is kept, run anew with those that were pending. */
  async function redriveChildren(live: LiveMapRun, redrivenAt: number): Promise<void> {
    for (const { arn, items, stoppedAt } of store.readEnded(live.record.arn, "unsuccessful")) {
      if (stoppedAt > redrivenAt) continue;
      const record = executions.find(arn);
      if (!record || executions.loadRemains(record.id) === undefined) {
        store.forgetChild(arn);
        continue;
      }
      while (!live.hasRoom && !isOver(live)) await live.change();
      if (isOver(live)) return;
      live.running.set(arn, { items, run: undefined, ended: false });
      owners.set(arn, live);
      await runner.redrive(record);
    }
  }

  async function countItems(live: LiveMapRun): Promise<void> {
    let items = 0;
    for await (const page of readItems(call, live.request.source)) items += page.items.length;
    live.record = { ...live.record, totalItems: items };
  }

  function noteTotals(live: LiveMapRun, totalItems: number, totalChildren: number): void {
    live.record = { ...live.record, totalItems, totalChildren };
    store.put(live.record);
    live.judge();
  }

  function inputsOf(live: LiveMapRun): AsyncGenerator<ChildInput> {
    const select = (item: MapRunItem): Json => live.execution.toChildInput(live.record.arn, item);
    return toChildInputs(readItems(call, live.request.source), live.request, select);
  }

  async function stopChildren(live: LiveMapRun): Promise<void> {
    for (const executionArn of live.running.keys()) {
      const run = runner.find(executionArn);
      if (run) await runner.progress(run, (execution) => execution.stop(undefined, undefined));
    }
    while (live.running.size > 0 && !live.broken && !isClosed()) await live.change();
  }

  /** Says what became of it, first to the store, then to the parent. */
  async function conclude(live: LiveMapRun): Promise<void> {
    executions.flush();
    let verdict = live.verdict ?? toStoredVerdict(live.record);
    let output: string | undefined;
    if (verdict === undefined) {
      try {
        output = await resultOf(live);
      } catch (error) {
        if (closed) return;
        verdict = toVerdict(error, "States.ResultWriterFailed");
      }
    } else if (verdict.kind === "failed") await exportFailure(live);
    if (closed) return;
    // A stop that came meanwhile.
    if (live.verdict?.kind === "aborted") verdict = live.verdict;
    const stoppedAt = live.record.stoppedAt ?? clock.now();
    const status = verdict === undefined ? "SUCCEEDED" : verdict.kind === "failed" ? "FAILED" : "ABORTED";
    const reason = verdict?.kind === "failed" ? verdict : undefined;
    live.record = { ...live.record, status, stoppedAt, error: reason?.error, cause: reason?.cause };
    store.put(live.record);
    lives.delete(live.record.arn);
    if (verdict?.kind === "aborted") return;
    const parent = runner.find(live.record.execution);
    // One that is not there takes the map run up again when it comes back, and is told then.
    if (!parent) return;
    const { arn } = live.record;
    await runner.progress(parent, (execution) => {
      if (reason) execution.mapRunFailed(arn, reason.error, reason.cause);
      else execution.mapRunSucceeded(arn, output);
    });
  }

  async function resultOf(live: LiveMapRun): Promise<string | undefined> {
    const { arn } = live.record;
    const { resultWriter } = live.request;
    if (resultWriter?.target) {
      return writeResults(call, store, arn, { ...resultWriter, target: resultWriter.target }, noTexts());
    }
    const { transformation = "COMPACT", outputType = "JSON" } = resultWriter ?? {};
    return collectResults(store.readEnded(arn, "all"), arn, { transformation, outputType });
  }

  /** A map run that failed leaves its results too, and what it did not start. The failure itself is what is told. */
  async function exportFailure(live: LiveMapRun): Promise<void> {
    const { arn } = live.record;
    const { resultWriter } = live.request;
    if (!resultWriter?.target) return;
    try {
      const started = new Set(store.childIndexes(arn));
      const pending = toPendingTexts(inputsOf(live), started, live.record);
      await writeResults(call, store, arn, { ...resultWriter, target: resultWriter.target }, pending);
    } catch (error) {
      if (!(error instanceof AwsError || error instanceof ItemReaderFailed)) throw error;
    }
  }

  function take(parent: Run, request: MapRunRequest): LiveMapRun {
    const { mapRunArn: arn, stateName, maxConcurrency, tolerance } = request;
    const found = store.find(arn);
    const known = found && (isRedriven(found, request) ? toRedriven(found, clock.now()) : found);
    const record = known ?? {
      arn,
      execution: parent.record.arn,
      stateName,
      status: "RUNNING" as const,
      error: undefined,
      cause: undefined,
      maxConcurrency,
      toleratedCount: tolerance.count,
      toleratedPercentage: tolerance.percentage,
      totalItems: undefined,
      totalChildren: undefined,
      redriveCount: 0,
      redrivenAt: undefined,
      startedAt: clock.now(),
      stoppedAt: undefined,
    };
    const live = new LiveMapRun(record, request, parent.execution);
    if (!known) return live;
    executions.flush();
    live.countEarlier(store.countChildren(arn, record.redrivenAt));
    for (const child of store.listRunningChildren(arn)) {
      live.running.set(child.arn, { items: child.items, run: undefined, ended: false });
      owners.set(child.arn, live);
    }
    return live;
  }

  function start(parent: Run, request: MapRunRequest, stored: Promise<void> | undefined): void {
    const known = lives.get(request.mapRunArn);
    // Redriven while its children are still being stopped.
    if (known && isRedriven(known.record, request)) {
      void follow(known.done.then(() => (closed ? undefined : start(parent, request, stored))));
      return;
    }
    if (known) {
      known.execution = parent.execution;
      return;
    }
    const live = take(parent, request);
    lives.set(live.record.arn, live);
    live.done = follow(drive(live, stored));
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

/** Asked for again since it was last run. */
function isRedriven({ redriveCount }: MapRunRecord, request: MapRunRequest): boolean {
  return (request.redriveCount ?? 0) > redriveCount;
}

function toRedriven(record: MapRunRecord, redrivenAt: number): MapRunRecord {
  return {
    ...record,
    status: "RUNNING",
    error: undefined,
    cause: undefined,
    stoppedAt: undefined,
    redriveCount: record.redriveCount + 1,
    redrivenAt,
  };
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

// oxlint-disable-next-line no-empty-function -- it yields nothing on purpose
async function* noTexts(): AsyncGenerator<string> {}

function toStoredVerdict({ status, error, cause }: MapRunRecord): Verdict | undefined {
  if (status !== "FAILED") return undefined;
  return { kind: "failed", error: error ?? "States.Runtime", cause: cause ?? "" };
}

/** Reading items fails in words for the user; an ItemSelector in the interpreter's own; anything else is our bug. */
function toVerdict(error: unknown, otherwise = "States.ItemReaderFailed"): Verdict {
  if (error instanceof ItemReaderFailed || error instanceof AwsError) {
    return { kind: "failed", error: otherwise, cause: error.message };
  }
  if (error instanceof Error && "error" in error && typeof error.error === "string") {
    return { kind: "failed", error: error.error, cause: error.message };
  }
  throw error;
}
