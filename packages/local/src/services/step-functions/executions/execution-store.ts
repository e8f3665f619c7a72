import type { HistoryEvent, Json, TaskRequest } from "@acme-engine/asl";
import type { ExecutionStatus } from "@aws-sdk/client-sfn";

import type { Store } from "../../../store/store.ts";
import { type Burst, mergeBursts, toWaiting, type WaitingBurst } from "./burst.ts";
import { createGroupCommit } from "./group-commit.ts";
import { decodeEvents } from "./history-text.ts";

export interface ExecutionRecord {
  /** Rises with each start. */
  id: number;
  arn: string;
  stateMachine: string;
  name: string;
  /** Row in sfn_revisions: the definition that it runs. */
  revision: number;
  /** The version that was named, or that the alias chose. */
  version: number | undefined;
  alias: string | undefined;
  /** Of the mock configuration, when it was started with one. */
  testCase: string | undefined;
  /** Of a map run's child: the map run's ARN, the child's place in it from 0, and how many items it has. */
  mapRun?: { arn: string; index: number; items: number } | undefined;
  status: ExecutionStatus;
  /** JSON text. */
  input: string;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  traceHeader: string | undefined;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Milliseconds since the epoch; undefined while RUNNING. */
  stoppedAt: number | undefined;
  redriveCount: number;
  /** Milliseconds since the epoch; undefined until the first redrive. */
  redrivenAt: number | undefined;
  /** Client tokens of the latest redrives, and when each came. */
  redriveTokens?: readonly { token: string; at: number }[] | undefined;
}

/** A task as the store knows it; see the schema for the states. */
export interface TaskRecord {
  execution: number;
  executionArn: string;
  taskId: string;
  request: TaskRequest;
  state: "starting" | "running" | "stopping" | "ended";
  handle: Json | undefined;
  token: string | undefined;
}

export interface ListFilter {
  stateMachine: string;
  version?: number;
  alias?: string;
  status?: string;
  /** Only those that have been redriven, or only those that have not. */
  redriven?: boolean;
}

/** Whatever reads executions, histories and tasks finds what was written before, committed. */
export interface ExecutionStore {
  /** For the next execution. */
  createId(): number;
  /**
   * The one write path of progress. Settles when the burst is in the store. When it cannot be written, `onFailure` is called
   * at once, before anything else happens, and the promise rejects.
   */
  write(burst: Burst, onFailure: () => void): Promise<void>;
  /** Writes what waits, now. */
  flush(): void;
  find(arn: string): ExecutionRecord | undefined;
  /** Of an execution that is RUNNING. */
  loadSnapshot(id: number): Json | undefined;
  /** Of an execution that has not succeeded: see Burst. */
  loadRemains(id: number): Json | undefined;
  /** 0 without any. */
  lastEventId(id: number): number;
  /** Newest first, below the id `before`. */
  list(filter: ListFilter, before: number, limit: number): ExecutionRecord[];
  listRunning(stateMachine?: string): ExecutionRecord[];
  /** Events with ids from `from` on (or down, when reversed). */
  readEvents(id: number, options: { from: number; reverse: boolean; limit: number }): HistoryEvent[];
  listTasks(id: number): TaskRecord[];
  /** Tasks of ended executions that still have to be stopped. */
  listStopping(): TaskRecord[];
  findTaskByToken(token: string): TaskRecord | undefined;
  putTask(task: TaskRecord): void;
  /** Before the executions of a state machine go: their tokens go with them, what has to be stopped stays. */
  forgetEndedTasks(stateMachine: string): void;
  forgetTask(task: { execution: number; taskId: string }): void;
  /** Removes executions that ended before an instant (milliseconds since the epoch), at most `limit`; says how many. */
  removeEnded(before: number, limit: number): number;
}

export function createExecutionStore(store: Store): ExecutionStore {
  const group = createGroupCommit(store, writeBurst, mergeBursts);
  let lastId: number | undefined;

  function readLastId(): number {
    const sequence = store.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'sfn_executions'").get();
    return Number(sequence?.["seq"] ?? 0);
  }

  function writeBurst({ execution, isStart, snapshot, remains, history, tasks, forget }: WaitingBurst): void {
    const state = [
      execution.status,
      execution.output ?? null,
      execution.error ?? null,
      execution.cause ?? null,
      execution.stoppedAt ?? null,
      snapshot,
      remains,
      execution.redriveCount,
      execution.redrivenAt ?? null,
      execution.redriveTokens === undefined ? null : JSON.stringify(execution.redriveTokens),
    ];
    if (isStart) {
      store
        .prepare(
          `INSERT INTO sfn_executions
            (status, output, error, cause, stopped_at, snapshot, remains, redrive_count, redriven_at, redrive_tokens,
             id, arn, state_machine, name, revision, version, alias, input, trace_header, started_at, test_case,
             map_run, child_index, item_count)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...state,
          execution.id,
          execution.arn,
          execution.stateMachine,
          execution.name,
          execution.revision,
          execution.version ?? null,
          execution.alias ?? null,
          execution.input,
          execution.traceHeader ?? null,
          execution.startedAt,
          execution.testCase ?? null,
          execution.mapRun?.arn ?? null,
          execution.mapRun?.index ?? null,
          execution.mapRun?.items ?? null,
        );
    } else {
      store
        .prepare(
          "UPDATE sfn_executions SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?, snapshot = ?, remains = ?, redrive_count = ?, redriven_at = ?, redrive_tokens = ? WHERE id = ?",
        )
        .run(...state, execution.id);
    }
    if (history) {
      store
        .prepare("INSERT INTO sfn_history (id, last_id, events) VALUES (?, ?, ?)")
        .run(toHistoryId(execution.id, history.firstId), history.lastId, history.text);
    }
    for (const task of tasks) executions.putTask(task);
    for (const task of forget) executions.forgetTask(task);
  }

  const executions: ExecutionStore = {
    createId: () => (lastId = (lastId ?? readLastId()) + 1),
    write: (burst, onFailure) => group.add(burst.execution.arn, toWaiting(burst), onFailure),
    flush: () => group.flush(),

    find(arn) {
      if (group.has(arn)) group.flush();
      const row = store.prepare("SELECT * FROM sfn_executions WHERE arn = ?").get(arn);
      return row && toExecution(row);
    },
    loadSnapshot(id) {
      group.flush();
      const row = store.prepare("SELECT snapshot FROM sfn_executions WHERE id = ?").get(id);
      const snapshot = row?.["snapshot"];
      return typeof snapshot === "string" ? JSON.parse(snapshot) : undefined;
    },
    loadRemains(id) {
      group.flush();
      const remains = store.prepare("SELECT remains FROM sfn_executions WHERE id = ?").get(id)?.["remains"];
      return typeof remains === "string" ? JSON.parse(remains) : undefined;
    },
    lastEventId(id) {
      group.flush();
      const last = store
        .prepare("SELECT last_id FROM sfn_history WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1")
        .get(toHistoryId(id, 0), toHistoryId(id + 1, 0) - 1);
      return Number(last?.["last_id"] ?? 0);
    },
    list({ stateMachine, version, alias, status, redriven }, before, limit) {
      group.flush();
      return store
        .prepare(
          `SELECT * FROM sfn_executions WHERE state_machine = ?1 AND id < ?2 AND map_run IS NULL
            AND (?3 IS NULL OR version = ?3) AND (?4 IS NULL OR alias = ?4) AND (?5 IS NULL OR status = ?5)
            AND (?6 IS NULL OR (redrive_count > 0) = ?6)
            ORDER BY id DESC LIMIT ?7`,
        )
        .all(
          stateMachine,
          before,
          version ?? null,
          alias ?? null,
          status ?? null,
          redriven === undefined ? null : Number(redriven),
          limit,
        )
        .map(toExecution);
    },
    listRunning(stateMachine) {
      group.flush();
      return store
        .prepare(
          "SELECT * FROM sfn_executions WHERE snapshot IS NOT NULL AND (?1 IS NULL OR state_machine = ?1) ORDER BY id",
        )
        .all(stateMachine ?? null)
        .map(toExecution);
    },
    readEvents(id, { from, reverse, limit }) {
      group.flush();
      const [least, most] = [toHistoryId(id, 0), toHistoryId(id, maxEventId)];
      const rows = reverse
        ? store
            .prepare("SELECT * FROM sfn_history WHERE id BETWEEN ? AND ? ORDER BY id DESC")
            .iterate(least, toHistoryId(id, Math.min(from, maxEventId)))
        : store
            .prepare("SELECT * FROM sfn_history WHERE id BETWEEN ? AND ? AND last_id >= ? ORDER BY id")
            .iterate(least, most, from);
      const found: HistoryEvent[] = [];
      for (const row of rows) {
        const burst = decodeEvents(String(row["events"]), Number(row["id"]) - least);
        const wanted = burst.filter((event) => (reverse ? event.id <= from : event.id >= from));
        for (const event of reverse ? wanted.reverse() : wanted) found.push(event);
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },

    listTasks(id) {
      group.flush();
      return store.prepare("SELECT * FROM sfn_tasks WHERE execution = ?").all(id).map(toTask);
    },
    listStopping() {
      group.flush();
      return store.prepare("SELECT * FROM sfn_tasks WHERE state = 'stopping'").all().map(toTask);
    },
    findTaskByToken(token) {
      group.flush();
      const row = store.prepare("SELECT * FROM sfn_tasks WHERE token = ?").get(token);
      return row && toTask(row);
    },
    putTask({ execution, executionArn, taskId, request, state, handle, token }) {
      store
        .prepare(
          "INSERT OR REPLACE INTO sfn_tasks (execution, execution_arn, task_id, request, state, handle, token) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          execution,
          executionArn,
          taskId,
          JSON.stringify(request),
          state,
          handle === undefined ? null : JSON.stringify(handle),
          token ?? null,
        );
    },
    forgetEndedTasks(stateMachine) {
      group.flush();
      store
        .prepare(
          "DELETE FROM sfn_tasks WHERE state = 'ended' AND execution IN (SELECT id FROM sfn_executions WHERE state_machine = ?)",
        )
        .run(stateMachine);
    },
    forgetTask({ execution, taskId }) {
      store.prepare("DELETE FROM sfn_tasks WHERE execution = ? AND task_id = ?").run(execution, taskId);
    },
    removeEnded(before, limit) {
      const ended: number[] = [];
      // Ids rise with the start, and what started later has not ended before: no index is needed to find the end.
      const rows = store
        .prepare(
          // The parent of a map run asks for its children until it has ended.
          `SELECT id, started_at, stopped_at FROM sfn_executions
            WHERE map_run IS NULL OR map_run NOT IN (SELECT arn FROM sfn_map_runs WHERE status = 'RUNNING')
            ORDER BY id`,
        )
        .iterate();
      for (const { id, started_at: startedAt, stopped_at: stoppedAt } of rows) {
        if (Number(startedAt) >= before || ended.length === limit) break;
        if (stoppedAt !== null && Number(stoppedAt) < before) ended.push(Number(id));
      }
      store.transaction(() => {
        for (const id of ended) {
          store.prepare("DELETE FROM sfn_tasks WHERE execution = ? AND state = 'ended'").run(id);
          store.prepare("DELETE FROM sfn_executions WHERE id = ?").run(id);
        }
      });
      return ended.length;
    },
  };
  return executions;
}

/** More than an execution may have. See the schema: an event's place in the table is made of both. */
const maxEventId = 2 ** 15 - 1;
const toHistoryId = (execution: number, eventId: number) => execution * 2 ** 15 + eventId;

type Row = Record<string, unknown>;

const optionalText = (value: unknown) => (value === null ? undefined : String(value));
const optionalNumber = (value: unknown) => (value === null ? undefined : Number(value));

function toExecution(row: Row): ExecutionRecord {
  return {
    id: Number(row["id"]),
    arn: String(row["arn"]),
    stateMachine: String(row["state_machine"]),
    name: String(row["name"]),
    revision: Number(row["revision"]),
    version: optionalNumber(row["version"]),
    alias: optionalText(row["alias"]),
    testCase: optionalText(row["test_case"]),
    mapRun: toMapRun(row),
    // The column holds what the interpreter said.
    status: String(row["status"]) as ExecutionStatus,
    input: String(row["input"]),
    output: optionalText(row["output"]),
    error: optionalText(row["error"]),
    cause: optionalText(row["cause"]),
    traceHeader: optionalText(row["trace_header"]),
    startedAt: Number(row["started_at"]),
    stoppedAt: optionalNumber(row["stopped_at"]),
    redriveCount: Number(row["redrive_count"]),
    redrivenAt: optionalNumber(row["redriven_at"]),
    redriveTokens: row["redrive_tokens"] === null ? undefined : JSON.parse(String(row["redrive_tokens"])),
  };
}

function toMapRun(row: Row): ExecutionRecord["mapRun"] {
  const arn = optionalText(row["map_run"]);
  if (arn === undefined) return undefined;
  return { arn, index: Number(row["child_index"]), items: Number(row["item_count"]) };
}

function toTask(row: Row): TaskRecord {
  const handle = optionalText(row["handle"]);
  return {
    execution: Number(row["execution"]),
    executionArn: String(row["execution_arn"]),
    taskId: String(row["task_id"]),
    request: JSON.parse(String(row["request"])),
    // The column holds one of these.
    state: String(row["state"]) as TaskRecord["state"],
    handle: handle === undefined ? undefined : JSON.parse(handle),
    token: optionalText(row["token"]),
  };
}
