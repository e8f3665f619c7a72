/**
 * The tables of ECS. `record` columns hold the API's model as JSON; the columns beside it are those that are searched.
 * Instants are milliseconds since the epoch.
 */
export const ecsSchema = [
  `
  -- One row: names this store, so that its containers are told from those of another one.
  CREATE TABLE ecs_engine (id TEXT NOT NULL) STRICT;

  CREATE TABLE ecs_clusters (
    name TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;

  -- Outlives the revisions, because their numbers are never given twice.
  CREATE TABLE ecs_families (name TEXT PRIMARY KEY, last_revision INTEGER NOT NULL) STRICT;

  CREATE TABLE ecs_task_definitions (
    family TEXT NOT NULL REFERENCES ecs_families (name),
    revision INTEGER NOT NULL,
    status TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    deregistered_at INTEGER,
    delete_requested_at INTEGER,
    record TEXT NOT NULL,
    tags TEXT NOT NULL,
    PRIMARY KEY (family, revision)
  ) STRICT;

  CREATE TABLE ecs_tasks (
    id TEXT PRIMARY KEY,
    cluster TEXT NOT NULL,
    family TEXT NOT NULL,
    started_by TEXT,
    launch_type TEXT,
    desired_status TEXT NOT NULL,
    last_status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    stopped_at INTEGER,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ecs_tasks_by_status ON ecs_tasks (last_status);

  -- What runs a task's containers, and how far their output has been stored.
  CREATE TABLE ecs_containers (
    task_id TEXT NOT NULL REFERENCES ecs_tasks (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    reference TEXT,
    output_position TEXT,
    PRIMARY KEY (task_id, name)
  ) STRICT;

  CREATE TABLE ecs_client_tokens (
    cluster TEXT NOT NULL,
    token TEXT NOT NULL,
    request TEXT NOT NULL,
    task_ids TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (cluster, token)
  ) STRICT;
  `,
];
