import type { DefinitionFile } from "@acme-engine/stepfn";

/** The task definition revision that a pinned file runs; empty when a transform took the state that names it away. */
export function taskDefinitionOf({ task, definition }: DefinitionFile): string {
  if ("taskDefinitionArn" in task) return task.taskDefinitionArn;
  return (
    /arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:\d+/.exec(JSON.stringify(definition))?.[0] ?? ""
  );
}
