import { checkClusterName, checkResourceName, toTaskStackName } from "../names.ts";
import type { StackDeletion } from "../stack/delete-stack.ts";
import { deleteStack } from "../stack/delete-stack.ts";
import type { StackOptions } from "../stack/stack-access.ts";

/**
 * Deletes a job's task stack. The task definition's revisions stay registered, so state machine versions that name
 * them still run.
 */
export async function deleteTask({
  cluster,
  name,
  ...options
}: StackOptions & { cluster: string; name: string }): Promise<StackDeletion> {
  checkClusterName(cluster);
  checkResourceName(name, cluster);
  return deleteStack({ ...options, stackName: toTaskStackName(name) });
}
