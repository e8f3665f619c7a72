import type { Store } from "../../../store/store.ts";

export interface Export {
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
}

/** The exports of all stacks, and who imports them. */
export interface Exports {
  find(name: string): Export | undefined;
  list(): Export[];
  listOfStack(stackId: string): Export[];
  /** Replaces what the stack exports. */
  replace(stackId: string, exports: readonly { name: string; value: string }[]): void;
  /** Ids of the stacks that import it. */
  listImporters(name: string): string[];
  /** Replaces what the stack imports. */
  replaceImports(stackId: string, names: Iterable<string>): void;
  /** Adds to what the stack imports, while an update of it goes on. */
  addImports(stackId: string, names: Iterable<string>): void;
}

export function createExports(store: Store): Exports {
  const read = (row: Record<string, unknown>): Export => ({
    name: String(row["name"]),
    value: String(row["value"]),
    stackId: String(row["stack_id"]),
  });
  const insertImport = (stackId: string, name: string) =>
    store
      .prepare("INSERT INTO cfn_imports (stack_id, export_name) VALUES (?, ?) ON CONFLICT DO NOTHING")
      .run(stackId, name);
  return {
    find(name) {
      const row = store.prepare("SELECT * FROM cfn_exports WHERE name = ?").get(name);
      return row && read(row);
    },
    list: () => store.prepare("SELECT * FROM cfn_exports ORDER BY name").all().map(read),
    listOfStack: (stackId) =>
      store.prepare("SELECT * FROM cfn_exports WHERE stack_id = ? ORDER BY name").all(stackId).map(read),
    replace(stackId, exports) {
      store.transaction(() => {
        store.prepare("DELETE FROM cfn_exports WHERE stack_id = ?").run(stackId);
        const insert = store.prepare("INSERT INTO cfn_exports (name, value, stack_id) VALUES (?, ?, ?)");
        for (const { name, value } of exports) insert.run(name, value, stackId);
      });
    },
    listImporters: (name) =>
      store
        .prepare("SELECT stack_id FROM cfn_imports WHERE export_name = ? ORDER BY rowid")
        .all(name)
        .map((row) => String(row["stack_id"])),
    replaceImports(stackId, names) {
      store.transaction(() => {
        store.prepare("DELETE FROM cfn_imports WHERE stack_id = ?").run(stackId);
        for (const name of names) insertImport(stackId, name);
      });
    },
    addImports(stackId, names) {
      store.transaction(() => {
        for (const name of names) insertImport(stackId, name);
      });
    },
  };
}
