/** The tables of CloudWatch Logs. Instants are milliseconds since the epoch, as in the API. */
export const logsSchema = [
  `
  CREATE TABLE log_groups (
    name TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    class TEXT NOT NULL,
    retention_days INTEGER,
    kms_key_id TEXT,
    deletion_protected INTEGER NOT NULL,
    tags TEXT NOT NULL
  ) STRICT;
  CREATE TABLE log_streams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_name TEXT NOT NULL REFERENCES log_groups (name) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    first_event_at INTEGER,
    last_event_at INTEGER,
    last_ingestion_at INTEGER,
    stored_bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (group_name, name)
  ) STRICT;
  CREATE TABLE log_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stream_id INTEGER NOT NULL REFERENCES log_streams (id) ON DELETE CASCADE,
    timestamp INTEGER NOT NULL,
    ingested_at INTEGER NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX log_events_in_order ON log_events (stream_id, timestamp, id);
  `,
];
