import type { HistoryEvent, Json, TaskRequest } from "@acme-engine/asl";
import type { ExecutionStatus } from "@aws-sdk/client-sfn";

import type { Store } from "../../../store/store.ts";

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

/** What one burst of progress leaves: all of it, or nothing. */
export interface Burst {
  execution: ExecutionRecord;
  /** Null when the execution has ended. */
  snapshot: Json | null;
  events: readonly HistoryEvent[];
  /** Tasks whose record came or changed. */
  tasks: readonly TaskRecord[];
  /** Tasks that nobody can ask for any more. */
  forget: readonly { execution: number; taskId: string }[];
}

export interface ListFilter {
  stateMachine: string;
  version?: number;
  alias?: string;
  status?: string;
}

export interface ExecutionStore {
  /** Gives the id. Joins the caller's transaction. */
  insert(execution: Omit<ExecutionRecord, "id">): number;
  /** The one write path of progress. Joins the caller's transaction. */
  write(burst: Burst): void;
  find(arn: string): ExecutionRecord | undefined;
  /** Of an execution that is RUNNING. */
  loadSnapshot(id: number): Json | undefined;
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
}

export function createExecutionStore(store: Store): ExecutionStore {
  const executions: ExecutionStore = {
    insert(execution) {
      const { lastInsertRowid } = store
        .prepare(
          `INSERT INTO sfn_executions
            (arn, state_machine, name, revision, version, alias, test_case, status, input, trace_header, started_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          execution.arn,
          execution.stateMachine,
          execution.name,
          execution.revision,
          execution.version ?? null,
          execution.alias ?? null,
          execution.testCase ?? null,
          execution.status,
          execution.input,
          execution.traceHeader ?? null,
          execution.startedAt,
        );
      return Number(lastInsertRowid);
    },

    write({ execution, snapshot, events, tasks, forget }) {
      const [first, last] = [events[0], events.at(-1)];
      if (first && last) {
        store
          .prepare("INSERT INTO sfn_history (execution, first_id, last_id, events) VALUES (?, ?, ?, ?)")
          .run(execution.id, first.id, last.id, JSON.stringify(events));
      }
      store
        .prepare(
          "UPDATE sfn_executions SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?, snapshot = ? WHERE id = ?",
        )
        .run(
          execution.status,
          execution.output ?? null,
          execution.error ?? null,
          execution.cause ?? null,
          execution.stoppedAt ?? null,
          snapshot === null ? null : JSON.stringify(snapshot),
          execution.id,
        );
      for (const task of tasks) executions.putTask(task);
      for (const task of forget) executions.forgetTask(task);
    },

    find(arn) {
      const row = store.prepare("SELECT * FROM sfn_executions WHERE arn = ?").get(arn);
      return row && toExecution(row);
    },
    loadSnapshot(id) {
      const row = store.prepare("SELECT snapshot FROM sfn_executions WHERE id = ?").get(id);
      const snapshot = row?.["snapshot"];
      return typeof snapshot === "string" ? JSON.parse(snapshot) : undefined;
    },
    list({ stateMachine, version, alias, status }, before, limit) {
      return store
        .prepare(
          `SELECT * FROM sfn_executions WHERE state_machine = ?1 AND id < ?2
            AND (?3 IS NULL OR version = ?3) AND (?4 IS NULL OR alias = ?4) AND (?5 IS NULL OR status = ?5)
            ORDER BY id DESC LIMIT ?6`,
        )
        .all(stateMachine, before, version ?? null, alias ?? null, status ?? null, limit)
        .map(toExecution);
    },
    listRunning: (stateMachine) =>
      store
        .prepare(
          "SELECT * FROM sfn_executions WHERE snapshot IS NOT NULL AND (?1 IS NULL OR state_machine = ?1) ORDER BY id",
        )
        .all(stateMachine ?? null)
        .map(toExecution),
    readEvents(id, { from, reverse, limit }) {
      const rows = store
        .prepare(
          reverse
            ? "SELECT events FROM sfn_history WHERE execution = ? AND first_id <= ? ORDER BY first_id DESC"
            : "SELECT events FROM sfn_history WHERE execution = ? AND last_id >= ? ORDER BY first_id",
        )
        .iterate(id, from);
      const found: HistoryEvent[] = [];
      for (const row of rows) {
        const burst: HistoryEvent[] = JSON.parse(String(row["events"]));
        const wanted = burst.filter((event) => (reverse ? event.id <= from : event.id >= from));
        found.push(...(reverse ? wanted.reverse() : wanted));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },

    listTasks: (id) => store.prepare("SELECT * FROM sfn_tasks WHERE execution = ?").all(id).map(toTask),
    listStopping: () => store.prepare("SELECT * FROM sfn_tasks WHERE state = 'stopping'").all().map(toTask),
    findTaskByToken(token) {
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
      store
        .prepare(
          "DELETE FROM sfn_tasks WHERE state = 'ended' AND execution IN (SELECT id FROM sfn_executions WHERE state_machine = ?)",
        )
        .run(stateMachine);
    },
    forgetTask({ execution, taskId }) {
      store.prepare("DELETE FROM sfn_tasks WHERE execution = ? AND task_id = ?").run(execution, taskId);
    },
  };
  return executions;
}

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
    // The column holds what the interpreter said.
    status: String(row["status"]) as ExecutionStatus,
    input: String(row["input"]),
    output: optionalText(row["output"]),
    error: optionalText(row["error"]),
    cause: optionalText(row["cause"]),
    traceHeader: optionalText(row["trace_header"]),
    startedAt: Number(row["started_at"]),
    stoppedAt: optionalNumber(row["stopped_at"]),
  };
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
