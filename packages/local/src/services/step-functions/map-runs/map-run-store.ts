import type { ExecutionStatus, MapRunStatus } from "@aws-sdk/client-sfn";

import type { Store } from "../../../store/store.ts";

export interface MapRunRecord {
  arn: string;
  /** The parent's ARN. */
  execution: string;
  stateName: string;
  status: MapRunStatus;
  error: string | undefined;
  cause: string | undefined;
  maxConcurrency: number;
  toleratedCount: number | undefined;
  toleratedPercentage: number | undefined;
  /** Undefined until all items have been read. */
  totalItems: number | undefined;
  totalChildren: number | undefined;
  redriveCount: number;
  /** Milliseconds since the epoch. */
  redrivenAt: number | undefined;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Milliseconds since the epoch; undefined while RUNNING. */
  stoppedAt: number | undefined;
}

/** Children of one status. */
export interface ChildCount {
  status: ExecutionStatus;
  children: number;
  items: number;
}

/** A child that has ended, as results are made of it. */
export interface EndedChildRow {
  arn: string;
  name: string;
  index: number;
  items: number;
  status: Exclude<ExecutionStatus, "RUNNING" | "PENDING_REDRIVE">;
  input: string;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  redriveCount: number;
  startedAt: number;
  stoppedAt: number;
}

export interface ListedChild {
  arn: string;
  name: string;
  index: number;
  items: number;
  status: ExecutionStatus;
  redriveCount: number;
  startedAt: number;
  stoppedAt: number | undefined;
}

/** Rows of map runs and of their children. What the group commit holds back has to be flushed before children are read. */
export interface MapRunStore {
  put(mapRun: MapRunRecord): void;
  find(arn: string): MapRunRecord | undefined;
  /** Of an execution, newest first, below the id `before`. */
  list(execution: string, before: number, limit: number): (MapRunRecord & { id: number })[];
  listRunning(): MapRunRecord[];
  /** Without those that had not succeeded by `redrivenAt`, for they run again. */
  countChildren(mapRun: string, redrivenAt?: number): ChildCount[];
  /** Of those that have a row. */
  childIndexes(mapRun: string): number[];
  /** In the items' order, one at a time. */
  readEnded(mapRun: string, which: "all" | "succeeded" | "unsuccessful"): Generator<EndedChildRow>;
  /** Those that have not ended. */
  listRunningChildren(mapRun: string): { arn: string; items: number }[];
  /** Of one status or any, below the index `before`, latest first. */
  listChildren(mapRun: string, status: string | undefined, before: number, limit: number): ListedChild[];
  /** Forgets a child, so that it is run anew. */
  forgetChild(executionArn: string): void;
}

const conditions = {
  all: "status <> 'RUNNING'",
  succeeded: "status = 'SUCCEEDED'",
  unsuccessful: "status NOT IN ('RUNNING', 'SUCCEEDED')",
};

/** Children that are read at once. */
const pageChildren = 500;

export function createMapRunStore(store: Store): MapRunStore {
  return {
    put(mapRun) {
      store
        .prepare(
          `INSERT INTO sfn_map_runs (arn, execution, state_name, status, error, cause, max_concurrency, tolerated_count,
             tolerated_percentage, total_items, total_children, redrive_count, redriven_at, started_at, stopped_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (arn) DO UPDATE SET status = excluded.status, error = excluded.error, cause = excluded.cause,
             max_concurrency = excluded.max_concurrency, tolerated_count = excluded.tolerated_count,
             tolerated_percentage = excluded.tolerated_percentage, total_items = excluded.total_items,
             total_children = excluded.total_children, redrive_count = excluded.redrive_count,
             redriven_at = excluded.redriven_at, stopped_at = excluded.stopped_at`,
        )
        .run(
          mapRun.arn,
          mapRun.execution,
          mapRun.stateName,
          mapRun.status,
          mapRun.error ?? null,
          mapRun.cause ?? null,
          mapRun.maxConcurrency,
          mapRun.toleratedCount ?? null,
          mapRun.toleratedPercentage ?? null,
          mapRun.totalItems ?? null,
          mapRun.totalChildren ?? null,
          mapRun.redriveCount,
          mapRun.redrivenAt ?? null,
          mapRun.startedAt,
          mapRun.stoppedAt ?? null,
        );
    },
    find(arn) {
      const row = store.prepare("SELECT * FROM sfn_map_runs WHERE arn = ?").get(arn);
      return row && toMapRun(row);
    },
    list: (execution, before, limit) =>
      store
        .prepare("SELECT * FROM sfn_map_runs WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?")
        .all(execution, before, limit)
        .map((row) => ({ ...toMapRun(row), id: Number(row["id"]) })),
    listRunning: () =>
      store.prepare("SELECT * FROM sfn_map_runs WHERE status = 'RUNNING' ORDER BY id").all().map(toMapRun),
    countChildren: (mapRun, redrivenAt) =>
      store
        .prepare(
          `SELECT status, count(*) AS children, total(item_count) AS items FROM sfn_executions
           WHERE map_run = ?1 AND (?2 IS NULL OR status IN ('RUNNING', 'SUCCEEDED') OR stopped_at > ?2) GROUP BY status`,
        )
        .all(mapRun, redrivenAt ?? null)
        .map((row) => ({
          status: toStatus(row["status"]),
          children: Number(row["children"]),
          items: Number(row["items"]),
        })),
    childIndexes: (mapRun) =>
      store
        .prepare("SELECT child_index FROM sfn_executions WHERE map_run = ?")
        .all(mapRun)
        .map((row) => Number(row["child_index"])),
    *readEnded(mapRun, which) {
      const select = store.prepare(
        `SELECT * FROM sfn_executions WHERE map_run = ? AND child_index > ? AND ${conditions[which]}
         ORDER BY child_index LIMIT ${pageChildren}`,
      );
      for (let after = -1, more = true; more;) {
        const rows = select.all(mapRun, after).map(toEnded);
        yield* rows;
        after = rows.at(-1)?.index ?? after;
        more = rows.length === pageChildren;
      }
    },
    listRunningChildren: (mapRun) =>
      store
        .prepare(
          "SELECT arn, item_count FROM sfn_executions WHERE map_run = ? AND status = 'RUNNING' ORDER BY child_index",
        )
        .all(mapRun)
        .map((row) => ({ arn: String(row["arn"]), items: Number(row["item_count"]) })),
    listChildren: (mapRun, status, before, limit) =>
      store
        .prepare(
          `SELECT * FROM sfn_executions WHERE map_run = ?1 AND child_index < ?2 AND (?3 IS NULL OR status = ?3)
           ORDER BY child_index DESC LIMIT ?4`,
        )
        .all(mapRun, before, status ?? null, limit)
        .map((row) => ({
          arn: String(row["arn"]),
          name: String(row["name"]),
          index: Number(row["child_index"]),
          items: Number(row["item_count"]),
          status: toStatus(row["status"]),
          redriveCount: Number(row["redrive_count"]),
          startedAt: Number(row["started_at"]),
          stoppedAt: optionalNumber(row["stopped_at"]),
        })),
    forgetChild(executionArn) {
      store.prepare("DELETE FROM sfn_executions WHERE arn = ?").run(executionArn);
    },
  };
}

type Row = Record<string, unknown>;

const optionalText = (value: unknown) => (value === null ? undefined : String(value));
const optionalNumber = (value: unknown) => (value === null ? undefined : Number(value));
// The column holds what the interpreter said.
const toStatus = (value: unknown) => String(value) as ExecutionStatus;

function toMapRun(row: Row): MapRunRecord {
  return {
    arn: String(row["arn"]),
    execution: String(row["execution"]),
    stateName: String(row["state_name"]),
    // The column holds what `put` was given.
    status: String(row["status"]) as MapRunStatus,
    error: optionalText(row["error"]),
    cause: optionalText(row["cause"]),
    maxConcurrency: Number(row["max_concurrency"]),
    toleratedCount: optionalNumber(row["tolerated_count"]),
    toleratedPercentage: optionalNumber(row["tolerated_percentage"]),
    totalItems: optionalNumber(row["total_items"]),
    totalChildren: optionalNumber(row["total_children"]),
    redriveCount: Number(row["redrive_count"]),
    redrivenAt: optionalNumber(row["redriven_at"]),
    startedAt: Number(row["started_at"]),
    stoppedAt: optionalNumber(row["stopped_at"]),
  };
}

function toEnded(row: Row): EndedChildRow {
  return {
    arn: String(row["arn"]),
    name: String(row["name"]),
    index: Number(row["child_index"]),
    items: Number(row["item_count"]),
    // The query leaves out those that run.
    status: toStatus(row["status"]) as EndedChildRow["status"],
    input: String(row["input"]),
    output: optionalText(row["output"]),
    error: optionalText(row["error"]),
    cause: optionalText(row["cause"]),
    redriveCount: Number(row["redrive_count"]),
    startedAt: Number(row["started_at"]),
    stoppedAt: Number(row["stopped_at"]),
  };
}
