import type { Container, Task } from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { clusterNameOf, familyAndRevisionOf, taskIdOf } from "./arns.ts";

/** A task as the store has it: the members that every task has are there. */
export interface StoredTask extends Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly createdAt: Date;
  readonly version: number;
  readonly containers: StoredContainer[];
}

export interface StoredContainer extends Container {
  readonly name: string;
  readonly lastStatus: string;
}

/** Members of Task that are instants; JSON has them as text. */
const instants = new Set([
  "connectivityAt",
  "createdAt",
  "executionStoppedAt",
  "pullStartedAt",
  "pullStoppedAt",
  "startedAt",
  "stoppedAt",
  "stoppingAt",
]);

export function insertTask(context: EngineContext, task: StoredTask): void {
  const taskId = taskIdOf(task.taskArn);
  context.store.transaction(() => {
    context.store
      .prepare(
        `INSERT INTO ecs_tasks (id, cluster, family, started_by, launch_type, desired_status, last_status, created_at, record)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        taskId,
        clusterNameOf(task.clusterArn),
        familyAndRevisionOf(task.taskDefinitionArn).family,
        task.startedBy ?? null,
        task.launchType ?? null,
        task.desiredStatus,
        task.lastStatus,
        task.createdAt.getTime(),
        JSON.stringify(task),
      );
    for (const { name } of task.containers) {
      context.store.prepare("INSERT INTO ecs_containers (task_id, name) VALUES (?, ?)").run(taskId, name);
    }
  });
}

export function findTask({ store }: EngineContext, taskId: string): StoredTask | undefined {
  const row = store.prepare("SELECT record FROM ecs_tasks WHERE id = ?").get(taskId);
  return row && parseTask(String(row["record"]));
}

/**
 * Stores what `change` says is new about a task and tells the other services. `undefined` (or a task that is gone) changes
 * nothing. The result is the task as it is now.
 */
export function updateTask(
  context: EngineContext,
  taskId: string,
  change: (task: StoredTask) => Partial<StoredTask> | undefined,
): StoredTask | undefined {
  const { store, events } = context;
  const before = findTask(context, taskId);
  const changes = before && change(before);
  if (!before || !changes) return before;
  const task: StoredTask = { ...before, ...changes, version: before.version + 1 };
  store
    .prepare(
      "UPDATE ecs_tasks SET desired_status = ?, last_status = ?, stopped_at = ?, record = ? WHERE id = ?",
    )
    .run(
      task.desiredStatus,
      task.lastStatus,
      task.stoppedAt?.getTime() ?? null,
      JSON.stringify(task),
      taskId,
    );
  events.publish("ECS Task State Change", task);
  return task;
}

/** Changes one container of a task, and what changes in the task with it. */
export function updateContainer(
  context: EngineContext,
  taskId: string,
  name: string,
  changes: Partial<StoredContainer>,
  alsoChange: (task: StoredTask) => Partial<StoredTask> = () => ({}),
): StoredTask | undefined {
  return updateTask(context, taskId, (task) => {
    const containers = task.containers.map((container) =>
      container.name === name ? { ...container, ...changes } : container,
    );
    return { containers, ...alsoChange({ ...task, containers }) };
  });
}

export interface TaskFilter {
  cluster: string;
  desiredStatus: string;
  family?: string | undefined;
  startedBy?: string | undefined;
  launchType?: string | undefined;
}

/** ARNs, oldest first. */
export function listTaskArns({ store }: EngineContext, filter: TaskFilter): string[] {
  return store
    .prepare(
      `SELECT record ->> '$.taskArn' AS arn FROM ecs_tasks
       WHERE cluster = ?1 AND desired_status = ?2 AND (?3 IS NULL OR family = ?3)
       AND (?4 IS NULL OR started_by = ?4) AND (?5 IS NULL OR launch_type = ?5)
       ORDER BY created_at, id`,
    )
    .all(
      filter.cluster,
      filter.desiredStatus,
      filter.family ?? null,
      filter.startedBy ?? null,
      filter.launchType ?? null,
    )
    .map(({ arn }) => String(arn));
}

export function listUnstoppedTaskIds({ store }: EngineContext): string[] {
  return store
    .prepare("SELECT id FROM ecs_tasks WHERE last_status <> 'STOPPED' ORDER BY created_at, id")
    .all()
    .map(({ id }) => String(id));
}

/** Forgets tasks that stopped before the instant `before`, and idempotency tokens from before it. */
export function pruneStoppedTasks({ store }: EngineContext, before: number): void {
  store.transaction(() => {
    store.prepare("DELETE FROM ecs_tasks WHERE stopped_at < ?").run(before);
    store.prepare("DELETE FROM ecs_client_tokens WHERE created_at < ?").run(before);
  });
}

function parseTask(record: string): StoredTask {
  const task = JSON.parse(record) as Record<string, unknown>;
  for (const name of instants) {
    const value = task[name];
    if (typeof value === "string") task[name] = new Date(value);
  }
  // Written by insertTask and updateTask only.
  return task as unknown as StoredTask;
}
