import type {
  EncryptionConfiguration,
  LoggingConfiguration,
  RoutingConfigurationListItem,
  StateMachineType,
  TracingConfiguration,
} from "@aws-sdk/client-sfn";

import type { Store } from "../../../store/store.ts";

export interface StateMachineConfiguration {
  loggingConfiguration: LoggingConfiguration;
  tracingConfiguration: TracingConfiguration;
  encryptionConfiguration: EncryptionConfiguration;
}

/** What an update makes anew. */
export interface Revision {
  id: number;
  /** Undefined until the first update. */
  revisionId: string | undefined;
  definition: string;
  roleArn: string;
  configuration: StateMachineConfiguration;
  /** Milliseconds since the epoch. */
  updatedAt: number;
}

export interface StateMachineRecord {
  arn: string;
  name: string;
  type: StateMachineType;
  revision: Revision;
  /** Number of the version that is published next; numbers are not used twice. */
  nextVersion: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export interface VersionRecord {
  stateMachine: string;
  number: number;
  /** Row in sfn_revisions. */
  revision: number;
  description: string | undefined;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export interface AliasRecord {
  stateMachine: string;
  name: string;
  description: string | undefined;
  /** One or two versions; weights add up to 100. */
  routing: { version: number; weight: number }[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Milliseconds since the epoch. */
  updatedAt: number;
}

/** Routing as the API has it. */
export type RoutingConfiguration = RoutingConfigurationListItem[];

/** State machines, their revisions, versions and aliases. Callers put several writes into one transaction. */
export interface StateMachineStore {
  find(arn: string): StateMachineRecord | undefined;
  /** By name, after `after`. */
  list(after: string, limit: number): StateMachineRecord[];
  insert(stateMachine: Omit<StateMachineRecord, "revision">, revision: Omit<Revision, "id">): void;
  revise(arn: string, revision: Omit<Revision, "id">): void;
  getRevision(id: number): Revision;
  /** With all that belongs to it, executions too; its tags have their own store. */
  remove(arn: string): void;

  findVersion(arn: string, number: number): VersionRecord | undefined;
  /** Newest first, below the number `before`. */
  listVersions(arn: string, before: number, limit: number): VersionRecord[];
  publish(version: VersionRecord): void;
  removeVersion(arn: string, number: number): void;

  findAlias(arn: string, name: string): AliasRecord | undefined;
  /** By name, after `after`. */
  listAliases(arn: string, after: string, limit: number): AliasRecord[];
  putAlias(alias: AliasRecord): void;
  removeAlias(arn: string, name: string): void;
}

const selectStateMachine = `SELECT m.arn, m.name, m.type, m.next_version, m.created_at, r.*
  FROM sfn_state_machines m JOIN sfn_revisions r ON r.id = m.revision`;

/** Revisions that are kept in memory: each start reads one, and its definition may be a megabyte. */
const maxRevisions = 200;

export function createStateMachineStore(store: Store): StateMachineStore {
  const revisions = new Map<number, Revision>();

  function insertRevision(arn: string, revision: Omit<Revision, "id">): number {
    const id = Number(
      store
        .prepare(
          "INSERT INTO sfn_revisions (state_machine, revision_id, definition, role_arn, configuration, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(
          arn,
          revision.revisionId ?? null,
          revision.definition,
          revision.roleArn,
          JSON.stringify(revision.configuration),
          revision.updatedAt,
        ).lastInsertRowid,
    );
    // Of a transaction that was undone another revision may have been seen with this id.
    revisions.delete(id);
    return id;
  }

  function getRevision(id: number): Revision {
    const known = revisions.get(id);
    if (known) return known;
    const row = store.prepare("SELECT * FROM sfn_revisions WHERE id = ?").get(id);
    if (!row) throw new Error(`revision ${id} is not in the store`);
    const revision = toRevision(row);
    revisions.set(id, revision);
    const [oldest] = revisions.keys();
    if (revisions.size > maxRevisions && oldest !== undefined) revisions.delete(oldest);
    return revision;
  }

  const setRevision = (arn: string, id: number) =>
    store.prepare("UPDATE sfn_state_machines SET revision = ? WHERE arn = ?").run(id, arn);

  return {
    find(arn) {
      const row = store.prepare("SELECT * FROM sfn_state_machines WHERE arn = ?").get(arn);
      return row && toStateMachine(row, getRevision(Number(row["revision"])));
    },
    list: (after, limit) =>
      store
        .prepare(`${selectStateMachine} WHERE m.name > ? ORDER BY m.name LIMIT ?`)
        .all(after, limit)
        .map((row) => toStateMachine(row, toRevision(row))),
    insert({ arn, name, type, nextVersion, createdAt }, revision) {
      store
        .prepare(
          "INSERT INTO sfn_state_machines (arn, name, type, revision, next_version, created_at) VALUES (?, ?, ?, 0, ?, ?)",
        )
        .run(arn, name, type, nextVersion, createdAt);
      setRevision(arn, insertRevision(arn, revision));
    },
    revise(arn, revision) {
      setRevision(arn, insertRevision(arn, revision));
    },
    getRevision,
    remove(arn) {
      store.prepare("DELETE FROM sfn_state_machines WHERE arn = ?").run(arn);
    },

    findVersion(arn, number) {
      const row = store
        .prepare("SELECT * FROM sfn_versions WHERE state_machine = ? AND number = ?")
        .get(arn, number);
      return row && toVersion(row);
    },
    listVersions: (arn, before, limit) =>
      store
        .prepare(
          "SELECT * FROM sfn_versions WHERE state_machine = ? AND number < ? ORDER BY number DESC LIMIT ?",
        )
        .all(arn, before, limit)
        .map(toVersion),
    publish({ stateMachine, number, revision, description, createdAt }) {
      store
        .prepare(
          "INSERT INTO sfn_versions (state_machine, number, revision, description, created_at) VALUES (?, ?, ?, ?, ?)",
        )
        .run(stateMachine, number, revision, description ?? null, createdAt);
      store
        .prepare("UPDATE sfn_state_machines SET next_version = ? WHERE arn = ?")
        .run(number + 1, stateMachine);
    },
    removeVersion(arn, number) {
      store.prepare("DELETE FROM sfn_versions WHERE state_machine = ? AND number = ?").run(arn, number);
    },

    findAlias(arn, name) {
      const row = store
        .prepare("SELECT * FROM sfn_aliases WHERE state_machine = ? AND name = ?")
        .get(arn, name);
      return row && toAlias(row);
    },
    listAliases: (arn, after, limit) =>
      store
        .prepare("SELECT * FROM sfn_aliases WHERE state_machine = ? AND name > ? ORDER BY name LIMIT ?")
        .all(arn, after, limit)
        .map(toAlias),
    putAlias({ stateMachine, name, description, routing, createdAt, updatedAt }) {
      store
        .prepare(
          "INSERT OR REPLACE INTO sfn_aliases (state_machine, name, description, routing, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(stateMachine, name, description ?? null, JSON.stringify(routing), createdAt, updatedAt);
    },
    removeAlias(arn, name) {
      store.prepare("DELETE FROM sfn_aliases WHERE state_machine = ? AND name = ?").run(arn, name);
    },
  };
}

type Row = Record<string, unknown>;

const optionalText = (value: unknown) => (value === null ? undefined : String(value));

function toStateMachine(row: Row, revision: Revision): StateMachineRecord {
  return {
    arn: String(row["arn"]),
    name: String(row["name"]),
    // The column holds what was checked on creation.
    type: String(row["type"]) as StateMachineType,
    nextVersion: Number(row["next_version"]),
    createdAt: Number(row["created_at"]),
    revision,
  };
}

function toRevision(row: Row): Revision {
  return {
    id: Number(row["id"]),
    revisionId: optionalText(row["revision_id"]),
    definition: String(row["definition"]),
    roleArn: String(row["role_arn"]),
    configuration: JSON.parse(String(row["configuration"])),
    updatedAt: Number(row["updated_at"]),
  };
}

function toVersion(row: Row): VersionRecord {
  return {
    stateMachine: String(row["state_machine"]),
    number: Number(row["number"]),
    revision: Number(row["revision"]),
    description: optionalText(row["description"]),
    createdAt: Number(row["created_at"]),
  };
}

function toAlias(row: Row): AliasRecord {
  return {
    stateMachine: String(row["state_machine"]),
    name: String(row["name"]),
    description: optionalText(row["description"]),
    routing: JSON.parse(String(row["routing"])),
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
  };
}
