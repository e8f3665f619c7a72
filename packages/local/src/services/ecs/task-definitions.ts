import type { Tag, TaskDefinition } from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { familyAndRevisionOf, taskDefinitionArn } from "./arns.ts";

export type TaskDefinitionStatus = "ACTIVE" | "INACTIVE" | "DELETE_IN_PROGRESS";

/** A stored revision: the model without its instants, which JSON would turn into text, and its tags. */
export interface TaskDefinitionRevision {
  readonly definition: TaskDefinition & { family: string; revision: number; taskDefinitionArn: string };
  readonly tags: Tag[];
}

/** Gives the family its next revision number and keeps the definition under it. */
export function insertTaskDefinition(
  context: EngineContext,
  definition: Omit<TaskDefinition, "revision" | "taskDefinitionArn" | "status" | "registeredAt"> & {
    family: string;
  },
  tags: Tag[],
): TaskDefinitionRevision {
  const { store, clock } = context;
  return store.transaction(() => {
    const { revision } = store
      .prepare(
        `INSERT INTO ecs_families (name, last_revision) VALUES (?, 1)
         ON CONFLICT (name) DO UPDATE SET last_revision = last_revision + 1 RETURNING last_revision AS revision`,
      )
      .get(definition.family) as { revision: number };
    const now = clock.now();
    const record = {
      ...definition,
      revision,
      taskDefinitionArn: taskDefinitionArn(context, definition.family, revision),
    };
    store
      .prepare(
        `INSERT INTO ecs_task_definitions (family, revision, status, registered_at, record, tags)
         VALUES (?, ?, 'ACTIVE', ?, ?, ?)`,
      )
      .run(definition.family, revision, now, JSON.stringify(record), JSON.stringify(tags));
    return { definition: { ...record, status: "ACTIVE", registeredAt: new Date(now) }, tags };
  });
}

/** By `family`, `family:revision` or ARN; a family alone means its newest active revision. */
export function findTaskDefinition(
  { store }: EngineContext,
  reference: string,
): TaskDefinitionRevision | undefined {
  const { family, revision } = familyAndRevisionOf(reference);
  const row =
    revision === undefined
      ? store
          .prepare(
            `SELECT * FROM ecs_task_definitions WHERE family = ? AND status = 'ACTIVE'
             ORDER BY revision DESC LIMIT 1`,
          )
          .get(family)
      : store
          .prepare("SELECT * FROM ecs_task_definitions WHERE family = ? AND revision = ?")
          .get(family, revision);
  return row && toRevision(row);
}

export function listTaskDefinitions(
  { store }: EngineContext,
  status: TaskDefinitionStatus,
): TaskDefinitionRevision[] {
  return store
    .prepare("SELECT * FROM ecs_task_definitions WHERE status = ? ORDER BY family, revision")
    .all(status)
    .map(toRevision);
}

export function setTaskDefinitionStatus(
  { store, clock }: EngineContext,
  { definition: { family, revision } }: TaskDefinitionRevision,
  status: TaskDefinitionStatus,
): void {
  const column = status === "DELETE_IN_PROGRESS" ? "delete_requested_at" : "deregistered_at";
  store
    .prepare(
      `UPDATE ecs_task_definitions SET status = ?, ${column} = coalesce(${column}, ?) WHERE family = ? AND revision = ?`,
    )
    .run(status, clock.now(), family, revision);
}

export function setTaskDefinitionTags(
  { store }: EngineContext,
  { definition: { family, revision } }: TaskDefinitionRevision,
  tags: Tag[],
): void {
  store
    .prepare("UPDATE ecs_task_definitions SET tags = ? WHERE family = ? AND revision = ?")
    .run(JSON.stringify(tags), family, revision);
}

function toRevision(row: Record<string, unknown>): TaskDefinitionRevision {
  const instant = (column: string) => (row[column] === null ? undefined : new Date(Number(row[column])));
  return {
    definition: {
      ...(JSON.parse(String(row["record"])) as TaskDefinitionRevision["definition"]),
      // Only the three values of the type are ever written.
      status: String(row["status"]) as TaskDefinitionStatus,
      registeredAt: instant("registered_at"),
      deregisteredAt: instant("deregistered_at"),
      deleteRequestedAt: instant("delete_requested_at"),
    },
    tags: JSON.parse(String(row["tags"])) as Tag[],
  };
}
