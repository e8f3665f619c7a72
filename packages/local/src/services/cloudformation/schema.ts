import type { Store } from "../../store/store.ts";

/** Records are JSON; columns beside them are what is looked up. */
const steps = [
  `CREATE TABLE cfn_stacks (
     stack_id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     live INTEGER NOT NULL,
     busy INTEGER NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX cfn_stacks_by_name ON cfn_stacks (name) WHERE live = 1;

   CREATE TABLE cfn_resources (
     stack_id TEXT NOT NULL,
     logical_id TEXT NOT NULL,
     record TEXT NOT NULL,
     PRIMARY KEY (stack_id, logical_id)
   ) STRICT;

   CREATE TABLE cfn_leftovers (
     id INTEGER PRIMARY KEY,
     stack_id TEXT NOT NULL,
     logical_id TEXT NOT NULL,
     state TEXT NOT NULL
   ) STRICT;

   CREATE TABLE cfn_events (
     sequence INTEGER PRIMARY KEY,
     stack_id TEXT NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE INDEX cfn_events_by_stack ON cfn_events (stack_id, sequence);

   CREATE TABLE cfn_change_sets (
     change_set_id TEXT PRIMARY KEY,
     stack_id TEXT NOT NULL,
     name TEXT NOT NULL,
     record TEXT NOT NULL,
     UNIQUE (stack_id, name)
   ) STRICT;

   CREATE TABLE cfn_exports (
     name TEXT PRIMARY KEY,
     value TEXT NOT NULL,
     stack_id TEXT NOT NULL
   ) STRICT;

   CREATE TABLE cfn_imports (
     stack_id TEXT NOT NULL,
     export_name TEXT NOT NULL,
     PRIMARY KEY (stack_id, export_name)
   ) STRICT;`,
];

export function migrateCloudFormation(store: Store): void {
  store.migrate("cloudformation", steps);
}
