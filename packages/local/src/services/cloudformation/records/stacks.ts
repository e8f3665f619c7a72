import type { Store } from "../../../store/store.ts";
import type { StackRecord } from "./stack-record.ts";

/** The stacks of this account and region, deleted ones too. */
export interface Stacks {
  /** By name among those that are not deleted, by id among all. */
  find(nameOrId: string): StackRecord | undefined;
  /** The record as it stands now. Throws if there is none: stacks are never forgotten. */
  get(stackId: string): StackRecord;
  save(stack: StackRecord): void;
  /** Newest first. */
  list(): StackRecord[];
  /** Stacks with an operation that is not finished. */
  listBusy(): StackRecord[];
}

export function createStacks(store: Store): Stacks {
  const read = (row: Record<string, unknown> | undefined) =>
    row === undefined ? undefined : (JSON.parse(String(row["record"])) as StackRecord);
  const byId = (stackId: string) =>
    read(store.prepare("SELECT record FROM cfn_stacks WHERE stack_id = ?").get(stackId));
  const list = (where: string) =>
    store
      .prepare(`SELECT record FROM cfn_stacks ${where} ORDER BY rowid DESC`)
      .all()
      .flatMap((row) => read(row) ?? []);
  return {
    find: (nameOrId) =>
      nameOrId.startsWith("arn:")
        ? byId(nameOrId)
        : read(store.prepare("SELECT record FROM cfn_stacks WHERE name = ? AND live = 1").get(nameOrId)),
    get(stackId) {
      const stack = byId(stackId);
      if (!stack) throw new Error(`stack ${stackId} is not in the store`);
      return stack;
    },
    save(stack) {
      const live = stack.status === "DELETE_COMPLETE" ? 0 : 1;
      store
        .prepare(
          `INSERT INTO cfn_stacks (stack_id, name, live, busy, record) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (stack_id) DO UPDATE SET live = excluded.live, busy = excluded.busy, record = excluded.record`,
        )
        .run(stack.stackId, stack.stackName, live, stack.operation ? 1 : 0, JSON.stringify(stack));
    },
    list: () => list(""),
    listBusy: () => list("WHERE busy = 1"),
  };
}
