import type { DefinitionFile } from "@acme-engine/stepfn";

const revision = /arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:\d+/;

/** The task definition revision that a pinned file runs, a flow's first; empty when there is none. */
export function taskDefinitionOf(file: DefinitionFile): string {
  if ("task" in file && "taskDefinitionArn" in file.task) return file.task.taskDefinitionArn;
  return revision.exec(JSON.stringify(file.definition))?.[0] ?? "";
}
