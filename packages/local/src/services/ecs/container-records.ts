import type { ContainerReference } from "../../containers/runtime.ts";
import type { EngineContext } from "../../engine-context.ts";

export interface ContainerRecord {
  /** Absent until the container has been started. */
  readonly reference: ContainerReference | undefined;
  /** How far its output has been stored. */
  readonly outputPosition: string | undefined;
}

export function getContainerRecord({ store }: EngineContext, taskId: string, name: string): ContainerRecord {
  const row = store
    .prepare("SELECT reference, output_position FROM ecs_containers WHERE task_id = ? AND name = ?")
    .get(taskId, name);
  const reference = row?.["reference"];
  const position = row?.["output_position"];
  return {
    // Written by saveReference only.
    reference: typeof reference === "string" ? (JSON.parse(reference) as ContainerReference) : undefined,
    outputPosition: typeof position === "string" ? position : undefined,
  };
}

export function saveReference(
  { store }: EngineContext,
  taskId: string,
  name: string,
  reference: ContainerReference,
): void {
  store
    .prepare("UPDATE ecs_containers SET reference = ? WHERE task_id = ? AND name = ?")
    .run(JSON.stringify(reference), taskId, name);
}

export function saveOutputPosition(
  { store }: EngineContext,
  taskId: string,
  name: string,
  position: string,
): void {
  store
    .prepare("UPDATE ecs_containers SET output_position = ? WHERE task_id = ? AND name = ?")
    .run(position, taskId, name);
}
