import type { Store } from "../../../store/store.ts";
import type { ChangeSetRecord } from "./change-set-record.ts";

export interface ChangeSets {
  findById(changeSetId: string): ChangeSetRecord | undefined;
  findByName(stackId: string, name: string): ChangeSetRecord | undefined;
  list(stackId: string): ChangeSetRecord[];
  save(changeSet: ChangeSetRecord): void;
  remove(changeSetId: string): void;
}

export function createChangeSets(store: Store): ChangeSets {
  const read = (row: Record<string, unknown>) => JSON.parse(String(row["record"])) as ChangeSetRecord;
  return {
    findById(changeSetId) {
      const row = store
        .prepare("SELECT record FROM cfn_change_sets WHERE change_set_id = ?")
        .get(changeSetId);
      return row && read(row);
    },
    findByName(stackId, name) {
      const row = store
        .prepare("SELECT record FROM cfn_change_sets WHERE stack_id = ? AND name = ?")
        .get(stackId, name);
      return row && read(row);
    },
    list: (stackId) =>
      store
        .prepare("SELECT record FROM cfn_change_sets WHERE stack_id = ? ORDER BY rowid DESC")
        .all(stackId)
        .map(read),
    save(changeSet) {
      store
        .prepare(
          `INSERT INTO cfn_change_sets (change_set_id, stack_id, name, record) VALUES (?, ?, ?, ?)
           ON CONFLICT (change_set_id) DO UPDATE SET record = excluded.record`,
        )
        .run(changeSet.changeSetId, changeSet.stackId, changeSet.name, JSON.stringify(changeSet));
    },
    remove(changeSetId) {
      store.prepare("DELETE FROM cfn_change_sets WHERE change_set_id = ?").run(changeSetId);
    },
  };
}
