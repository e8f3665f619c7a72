import type { EncryptionConfiguration } from "@aws-sdk/client-sfn";

import type { Store } from "../../../store/store.ts";

export interface ActivityRecord {
  arn: string;
  name: string;
  encryption: EncryptionConfiguration;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export interface ActivityStore {
  find(arn: string): ActivityRecord | undefined;
  /** By name, after `after`. */
  list(after: string, limit: number): ActivityRecord[];
  insert(activity: ActivityRecord): void;
  remove(arn: string): void;
}

export function createActivityStore(store: Store): ActivityStore {
  return {
    find(arn) {
      const row = store.prepare("SELECT * FROM sfn_activities WHERE arn = ?").get(arn);
      return row && toActivity(row);
    },
    list: (after, limit) =>
      store
        .prepare("SELECT * FROM sfn_activities WHERE name > ? ORDER BY name LIMIT ?")
        .all(after, limit)
        .map(toActivity),
    insert({ arn, name, encryption, createdAt }) {
      store
        .prepare("INSERT INTO sfn_activities (arn, name, encryption, created_at) VALUES (?, ?, ?, ?)")
        .run(arn, name, JSON.stringify(encryption), createdAt);
    },
    remove(arn) {
      store.prepare("DELETE FROM sfn_activities WHERE arn = ?").run(arn);
    },
  };
}

function toActivity(row: Record<string, unknown>): ActivityRecord {
  return {
    arn: String(row["arn"]),
    name: String(row["name"]),
    encryption:
      row["encryption"] === null ? { type: "AWS_OWNED_KEY" } : JSON.parse(String(row["encryption"])),
    createdAt: Number(row["created_at"]),
  };
}
