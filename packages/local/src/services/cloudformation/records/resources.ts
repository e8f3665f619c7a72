import type { Store } from "../../../store/store.ts";
import type { Leftover, ResourceRecord, ResourceState } from "./resource-record.ts";

/** The resources of stacks, and what stacks still have to delete. */
export interface Resources {
  find(stackId: string, logicalId: string): ResourceRecord | undefined;
  /** In the order in which the stack first had them. */
  list(stackId: string): ResourceRecord[];
  /** The resource of that physical id, whichever stack has it. */
  findByPhysicalId(physicalId: string): ResourceRecord | undefined;
  save(resource: ResourceRecord): void;
  remove(stackId: string, logicalId: string): void;
  addLeftover(stackId: string, logicalId: string, state: ResourceState): void;
  listLeftovers(stackId: string): Leftover[];
  removeLeftover(id: number): void;
}

export function createResources(store: Store): Resources {
  const read = (row: Record<string, unknown>) => JSON.parse(String(row["record"])) as ResourceRecord;
  return {
    find(stackId, logicalId) {
      const row = store
        .prepare("SELECT record FROM cfn_resources WHERE stack_id = ? AND logical_id = ?")
        .get(stackId, logicalId);
      return row && read(row);
    },
    list: (stackId) =>
      store
        .prepare("SELECT record FROM cfn_resources WHERE stack_id = ? ORDER BY rowid")
        .all(stackId)
        .map(read),
    findByPhysicalId(physicalId) {
      const row = store
        .prepare("SELECT record FROM cfn_resources WHERE record ->> '$.current.physicalId' = ?")
        .get(physicalId);
      return row && read(row);
    },
    save(resource) {
      store
        .prepare(
          `INSERT INTO cfn_resources (stack_id, logical_id, record) VALUES (?, ?, ?)
           ON CONFLICT (stack_id, logical_id) DO UPDATE SET record = excluded.record`,
        )
        .run(resource.stackId, resource.logicalId, JSON.stringify(resource));
    },
    remove(stackId, logicalId) {
      store
        .prepare("DELETE FROM cfn_resources WHERE stack_id = ? AND logical_id = ?")
        .run(stackId, logicalId);
    },
    addLeftover(stackId, logicalId, state) {
      store
        .prepare("INSERT INTO cfn_leftovers (stack_id, logical_id, state) VALUES (?, ?, ?)")
        .run(stackId, logicalId, JSON.stringify(state));
    },
    listLeftovers: (stackId) =>
      store
        .prepare("SELECT id, logical_id, state FROM cfn_leftovers WHERE stack_id = ? ORDER BY id")
        .all(stackId)
        .map((row) => ({
          id: Number(row["id"]),
          stackId,
          logicalId: String(row["logical_id"]),
          state: JSON.parse(String(row["state"])) as ResourceState,
        })),
    removeLeftover(id) {
      store.prepare("DELETE FROM cfn_leftovers WHERE id = ?").run(id);
    },
  };
}
