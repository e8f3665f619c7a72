import { deployTask } from "@acme-engine/cfn";
import { isFlowFile, pinTaskDefinition, pinTaskDefinitions } from "@acme-engine/stepfn";
import type { DefinitionFile, TaskSpec } from "@acme-engine/stepfn";
import { mapConcurrently } from "../map-concurrently.ts";
import type { DeployContext } from "./deploy-context.ts";

/**
 * Registers the file's task definitions through their stacks, and pins the file to the revisions. A file with a task definition of
 * its own comes back as it is.
 */
export async function deployTaskStacks<File extends DefinitionFile>(
  context: DeployContext,
  file: File,
): Promise<File> {
  if (isFlowFile(file)) {
    const revisions = await mapConcurrently(
      Object.entries(file.tasks),
      4,
      async ([family, task]): Promise<[string, string]> => [family, await deployOne(context, family, task)],
    );
    return pinTaskDefinitions(file, Object.fromEntries(revisions));
  }
  if (!("image" in file.task)) return file;
  return pinTaskDefinition(file, await deployOne(context, file.name, file.task));
}

async function deployOne(
  { target, emit, signal }: DeployContext,
  family: string,
  { taskTags, ...task }: TaskSpec,
): Promise<string> {
  const { taskDefinitionArn, change } = await deployTask({
    ...task,
    cluster: target.cluster,
    name: family,
    tags: taskTags,
    client: target.clients.cloudFormation,
    onEvent: (event) => emit({ kind: "stack", event }),
    signal,
    pace: target.pace,
  });
  emit({ kind: "phase", phase: "deployTask", message: `Task definition ${change}: ${taskDefinitionArn}` });
  return taskDefinitionArn;
}
