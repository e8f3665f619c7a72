import type { Tag } from "@aws-sdk/client-sfn";

import type { Store } from "../../../store/store.ts";

/** Tags of state machines and activities, by ARN. Callers put several writes into one transaction. */
export interface TagStore {
  /** By key. */
  list(resource: string): Tag[];
  put(resource: string, key: string, value: string): void;
  remove(resource: string, key: string): void;
  removeAll(resource: string): void;
}

export function createTagStore(store: Store): TagStore {
  return {
    list: (resource) =>
      store
        .prepare("SELECT key, value FROM sfn_tags WHERE resource = ? ORDER BY key")
        .all(resource)
        .map((row) => ({ key: String(row["key"]), value: String(row["value"]) })),
    put(resource, key, value) {
      store
        .prepare("INSERT OR REPLACE INTO sfn_tags (resource, key, value) VALUES (?, ?, ?)")
        .run(resource, key, value);
    },
    remove(resource, key) {
      store.prepare("DELETE FROM sfn_tags WHERE resource = ? AND key = ?").run(resource, key);
    },
    removeAll(resource) {
      store.prepare("DELETE FROM sfn_tags WHERE resource = ?").run(resource);
    },
  };
}
