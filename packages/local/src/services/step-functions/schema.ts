/** Step Functions' tables. Instants are milliseconds since the epoch. */
export const stepFunctionsSchema: readonly string[] = [
  `
  CREATE TABLE sfn_state_machines (
    arn TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    -- The current one, in sfn_revisions.
    revision INTEGER NOT NULL,
    next_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What can change of a state machine. A row never changes, so versions and executions keep theirs.
  CREATE TABLE sfn_revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state_machine TEXT NOT NULL REFERENCES sfn_state_machines (arn) ON DELETE CASCADE,
    -- Null until the first update, as on AWS.
    revision_id TEXT,
    definition TEXT NOT NULL,
    role_arn TEXT NOT NULL,
    -- JSON: loggingConfiguration, tracingConfiguration, encryptionConfiguration.
    configuration TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sfn_revisions_by_state_machine ON sfn_revisions (state_machine);

  CREATE TABLE sfn_versions (
    state_machine TEXT NOT NULL REFERENCES sfn_state_machines (arn) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    description TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (state_machine, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sfn_aliases (
    state_machine TEXT NOT NULL REFERENCES sfn_state_machines (arn) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    -- JSON: [{"version": 3, "weight": 100}, …].
    routing TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (state_machine, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sfn_activities (
    arn TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sfn_tags (
    -- ARN of a state machine or an activity.
    resource TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (resource, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sfn_executions (
    -- Rises with each start: the order of lists.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    state_machine TEXT NOT NULL REFERENCES sfn_state_machines (arn) ON DELETE CASCADE,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    -- Null when started without them.
    version INTEGER,
    alias TEXT,
    status TEXT NOT NULL,
    input TEXT NOT NULL,
    output TEXT,
    error TEXT,
    cause TEXT,
    trace_header TEXT,
    started_at INTEGER NOT NULL,
    stopped_at INTEGER,
    -- JSON of the interpreter while RUNNING, null after.
    snapshot TEXT
  ) STRICT;
  CREATE INDEX sfn_executions_by_state_machine ON sfn_executions (state_machine, id);
  CREATE INDEX sfn_executions_running ON sfn_executions (id) WHERE snapshot IS NOT NULL;

  -- One row a burst of progress: a row an event costs more than the events.
  CREATE TABLE sfn_history (
    execution INTEGER NOT NULL REFERENCES sfn_executions (id) ON DELETE CASCADE,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    -- JSON: the interpreter's HistoryEvents with these ids, in order.
    events TEXT NOT NULL,
    PRIMARY KEY (execution, first_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sfn_tasks (
    -- No reference: what has to be stopped outlives its execution.
    execution INTEGER NOT NULL,
    execution_arn TEXT NOT NULL,
    task_id TEXT NOT NULL,
    -- JSON: TaskRequest of the interpreter.
    request TEXT NOT NULL,
    -- starting: the call may or may not have been made, or no worker has come. running: it was, or one has. stopping: what it started has to be stopped.
    -- ended: kept for its token alone, so that a late caller is told that the task is over.
    state TEXT NOT NULL,
    -- JSON that the integration needs to find again what it started.
    handle TEXT,
    token TEXT UNIQUE,
    PRIMARY KEY (execution, task_id)
  ) STRICT, WITHOUT ROWID;
  `,
  // The test case of the mock configuration that an execution was started with.
  "ALTER TABLE sfn_executions ADD COLUMN test_case TEXT",
  `
  -- One row a burst of progress. Its place says whose it is, so one tree is enough: execution * 32768 + the first event's id.
  CREATE TABLE sfn_bursts (
    id INTEGER PRIMARY KEY,
    -- Of its last event.
    last_id INTEGER NOT NULL,
    -- See executions/history-text.ts.
    events TEXT NOT NULL
  ) STRICT;
  INSERT INTO sfn_bursts SELECT execution * 32768 + first_id, last_id, events FROM sfn_history;
  DROP TABLE sfn_history;
  ALTER TABLE sfn_bursts RENAME TO sfn_history;
  CREATE TRIGGER sfn_history_goes AFTER DELETE ON sfn_executions BEGIN
    DELETE FROM sfn_history WHERE id BETWEEN old.id * 32768 AND old.id * 32768 + 32767;
  END;
  `,
  `
  ALTER TABLE sfn_executions ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE sfn_executions ADD COLUMN redriven_at INTEGER;
  -- JSON of the interpreter at an unsuccessful end, for RedriveExecution.
  ALTER TABLE sfn_executions ADD COLUMN remains TEXT;
  -- JSON: [{"token": "…", "at": 1767225600000}, …], client tokens of the latest redrives.
  ALTER TABLE sfn_executions ADD COLUMN redrive_tokens TEXT;
  `,
  // JSON of the API's EncryptionConfiguration; null is a key of AWS's own.
  "ALTER TABLE sfn_activities ADD COLUMN encryption TEXT",
];
