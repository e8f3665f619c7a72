/** Map runs and what makes an execution the child of one. Instants are milliseconds since the epoch. */
export const mapRunSchema: readonly string[] = [
  `
  CREATE TABLE sfn_map_runs (
    -- Rises with each start: the order of lists.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    -- The parent's ARN.
    execution TEXT NOT NULL,
    -- The Map state, which names the children's state machine.
    state_name TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Why it failed; told to the parent once the children have stopped.
    error TEXT,
    cause TEXT,
    max_concurrency INTEGER NOT NULL,
    -- Null where the state says nothing.
    tolerated_count INTEGER,
    tolerated_percentage REAL,
    -- Known when all items have been read.
    total_items INTEGER,
    total_children INTEGER,
    redrive_count INTEGER NOT NULL DEFAULT 0,
    redriven_at INTEGER,
    started_at INTEGER NOT NULL,
    stopped_at INTEGER
  ) STRICT;
  CREATE INDEX sfn_map_runs_by_execution ON sfn_map_runs (execution, id);
  CREATE INDEX sfn_map_runs_running ON sfn_map_runs (id) WHERE status = 'RUNNING';
  CREATE TRIGGER sfn_map_runs_go AFTER DELETE ON sfn_executions BEGIN
    DELETE FROM sfn_map_runs WHERE execution = old.arn;
  END;

  ALTER TABLE sfn_executions ADD COLUMN map_run TEXT;
  -- Which item or batch it has, from 0.
  ALTER TABLE sfn_executions ADD COLUMN child_index INTEGER;
  ALTER TABLE sfn_executions ADD COLUMN item_count INTEGER;
  CREATE INDEX sfn_executions_by_map_run ON sfn_executions (map_run, child_index) WHERE map_run IS NOT NULL;
  `,
];
