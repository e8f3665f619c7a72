import { isExceeded, type MapRunRequest } from "@acme-engine/asl";
import type { ExecutionStatus } from "@aws-sdk/client-sfn";

import type { Run } from "../executions/run.ts";
import type { ChildCount, MapRunRecord } from "./map-run-store.ts";
import type { Verdict } from "./verdict.ts";

/** How a child may end. */
export type ChildOutcome = Exclude<ExecutionStatus, "RUNNING" | "PENDING_REDRIVE">;

/** Children, and the items that they have together. */
export interface Tally {
  children: number;
  items: number;
}

export interface RunningChild {
  items: number;
  /** Express children are stored when they have ended; until then they are here. */
  run: Run | undefined;
  /** Ended before its start could tell of it. */
  ended: boolean;
}

/** Children at a time at most. Source: Developer Guide, Map state in Distributed mode, MaxConcurrency. */
const maxChildren = 10_000;

/** A map run that is under way: what has become of its children so far, and whether it goes on. */
export class LiveMapRun {
  record: MapRunRecord;
  readonly request: MapRunRequest;
  /** Asked for the children's inputs; another one after it was taken up again. */
  parent: Run;
  readonly running = new Map<string, RunningChild>();
  readonly tallies: { [Outcome in ChildOutcome]: Tally } = {
    SUCCEEDED: { children: 0, items: 0 },
    FAILED: { children: 0, items: 0 },
    TIMED_OUT: { children: 0, items: 0 },
    ABORTED: { children: 0, items: 0 },
  };
  /** Items that have been read, and children made of them. */
  readonly seen: Tally = { children: 0, items: 0 };
  verdict: Verdict | undefined;
  /** Something could not be written: the map run is taken up again from what is in the store. */
  broken: { reason: unknown } | undefined;
  /** Settles when it is no longer under way. */
  done: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;
  #changed: Promise<void> | undefined;

  constructor(record: MapRunRecord, request: MapRunRequest, parent: Run) {
    this.record = record;
    this.request = request;
    this.parent = parent;
  }

  /** Children of an earlier process. */
  countEarlier(counts: readonly ChildCount[]): void {
    for (const { status, children, items } of counts) {
      if (status === "RUNNING" || status === "PENDING_REDRIVE") continue;
      this.tallies[status] = { children, items };
    }
  }

  get hasRoom(): boolean {
    const { maxConcurrency } = this.record;
    const limit = maxConcurrency === 0 ? maxChildren : Math.min(maxConcurrency, maxChildren);
    return this.running.size < limit;
  }

  /** Settles when a child has ended or the map run is over. */
  change(): Promise<void> {
    this.#changed ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#changed;
  }

  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    this.#changed = undefined;
    wake?.();
  }

  break(reason: unknown): void {
    this.broken ??= { reason };
    this.wake();
  }

  /** The first verdict stands, but that nobody waits is always true. */
  end(verdict: Verdict): void {
    if (this.verdict === undefined || verdict.kind === "aborted") this.verdict = verdict;
    this.wake();
  }

  childEnded(executionArn: string, outcome: ChildOutcome): void {
    const items = this.running.get(executionArn)?.items ?? 0;
    this.running.delete(executionArn);
    this.tallies[outcome].children += 1;
    this.tallies[outcome].items += items;
    this.judge();
    this.wake();
  }

  /** Whether more items have failed than may. A percentage waits until all items are known. */
  judge(): void {
    const { FAILED, TIMED_OUT } = this.tallies;
    const { toleratedCount: count, toleratedPercentage, totalItems } = this.record;
    const percentage = totalItems === undefined ? undefined : toleratedPercentage;
    if (count === undefined && percentage === undefined && toleratedPercentage !== undefined) return;
    if (!isExceeded({ count, percentage }, FAILED.items + TIMED_OUT.items, totalItems ?? 0)) return;
    this.end({
      kind: "failed",
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
  }
}
