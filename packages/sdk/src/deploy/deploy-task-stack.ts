import { deployTask } from "@acme-engine/cfn";
import { pinTaskDefinition } from "@acme-engine/stepfn";
import type { DefinitionFile } from "@acme-engine/stepfn";
import type { DeployContext } from "./deploy-context.ts";

/**
 * Registers the file's task definition through its stack, and pins the file to the revision. A file with a task
 * definition of its own comes back as it is.
 */
export async function deployTaskStack(context: DeployContext, file: DefinitionFile): Promise<DefinitionFile> {
  const { target, emit, signal } = context;
  if (!("image" in file.task)) return file;
  const { taskTags, ...task } = file.task;
  const { taskDefinitionArn, change } = await deployTask({
    ...task,
    cluster: target.cluster,
    name: file.name,
    tags: taskTags,
    client: target.clients.cloudFormation,
    onEvent: (event) => emit({ kind: "stack", event }),
    signal,
    pace: target.pace,
  });
  emit({ kind: "phase", phase: "deployTask", message: `Task definition ${change}: ${taskDefinitionArn}` });
  return pinTaskDefinition(file, taskDefinitionArn);
}
