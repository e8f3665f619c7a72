import type { Json, MapRunItem } from "@acme-engine/asl";

import type { Call } from "../../../engine-context.ts";
import type { ExecutionStore } from "../executions/execution-store.ts";
import type { Runner } from "../executions/runner.ts";
import { type ChildInput, toChildInputs } from "./child-inputs.ts";
import type { LiveMapRun } from "./live-map-run.ts";
import type { MapRunStore } from "./map-run-store.ts";
import { readItems } from "./read-items.ts";
import { toVerdict } from "./verdict.ts";

/**
 * Starts, or stops, between two pauses in which everything else has its turn. Few, so that what they leave behind dies young:
 * with 100 the memory's peak is higher and the rate the same.
 */
const atOnce = 16;

interface ChildrenRunnerOptions {
  call: Call;
  executions: ExecutionStore;
  store: MapRunStore;
  runner: Pick<Runner, "find" | "progress" | "redrive">;
  /** Running children, by their ARN. */
  owners: Map<string, LiveMapRun>;
  startChild: (live: LiveMapRun, child: ChildInput) => Promise<void>;
  isClosed: () => boolean;
}

export interface ChildrenRunner {
  /** Settles when every item has its child and all have ended, or with a verdict, or when the engine closes. */
  run(live: LiveMapRun): Promise<void>;
  stop(live: LiveMapRun): Promise<void>;
  /** What the children are, or would be, started with. */
  inputs(live: LiveMapRun): AsyncGenerator<ChildInput>;
}

export function createChildrenRunner(options: ChildrenRunnerOptions): ChildrenRunner {
  const { call, executions, store, runner, owners, startChild, isClosed } = options;
  const isOver = (live: LiveMapRun) => live.verdict !== undefined || live.broken !== undefined || isClosed();

  function inputs(live: LiveMapRun): AsyncGenerator<ChildInput> {
    const select = (item: MapRunItem): Json => live.parent.execution.toChildInput(live.record.arn, item);
    return toChildInputs(readItems(call, live.request.source), live.request, select);
  }

  async function countItems(live: LiveMapRun): Promise<void> {
    let items = 0;
    for await (const page of readItems(call, live.request.source)) items += page.items.length;
    live.record = { ...live.record, totalItems: items };
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

  async function startChildren(live: LiveMapRun): Promise<void> {
    const started = new Set(store.childIndexes(live.record.arn));
    let starts: Promise<void>[] = [];
    for await (const child of inputs(live)) {
      live.seen.children += 1;
      live.seen.items += child.items;
      if (started.has(child.index)) continue;
      while (!live.hasRoom && !isOver(live)) await live.change();
      if (isOver(live)) break;
      starts.push(startChild(live, child));
      if (starts.length < atOnce) continue;
      await Promise.all(starts);
      await nextTurn();
      starts = [];
    }
    await Promise.all(starts);
  }

  function noteTotals(live: LiveMapRun): void {
    const { items, children } = live.seen;
    live.record = { ...live.record, totalItems: items, totalChildren: children };
    store.put(live.record);
    live.judge();
  }

  return {
    inputs,
    async run(live) {
      const { toleratedPercentage, redrivenAt } = live.record;
      try {
        if (toleratedPercentage !== undefined) await countItems(live);
        if (redrivenAt !== undefined) await redriveChildren(live, redrivenAt);
        await startChildren(live);
      } catch (error) {
        if (!isClosed()) live.end(toVerdict(error, "States.ItemReaderFailed"));
      }
      if (!isOver(live)) noteTotals(live);
      while (live.running.size > 0 && !isOver(live)) await live.change();
    },
    async stop(live) {
      let stops: Promise<void>[] = [];
      for (const executionArn of live.running.keys()) {
        const run = runner.find(executionArn);
        if (run) stops.push(runner.progress(run, (execution) => execution.stop(undefined, undefined)));
        if (stops.length < atOnce) continue;
        await Promise.all(stops);
        stops = [];
      }
      await Promise.all(stops);
      while (live.running.size > 0 && live.broken === undefined && !isClosed()) await live.change();
    },
  };
}

export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
