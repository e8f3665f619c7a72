import type { Store } from "../../store/store.ts";

/** Names of roles are unique without regard to case. Source: IAM API Reference, CreateRole. */
const steps = [
  `CREATE TABLE iam_roles (
     name TEXT PRIMARY KEY COLLATE NOCASE,
     record TEXT NOT NULL
   ) STRICT;
   CREATE TABLE iam_policies (
     arn TEXT PRIMARY KEY,
     record TEXT NOT NULL
   ) STRICT;`,
];

export function migrateIam(store: Store): void {
  store.migrate("iam", steps);
}
