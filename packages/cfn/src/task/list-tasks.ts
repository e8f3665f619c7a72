import { stackTags } from "../stack/stack-tags.ts";
import { findAllStacks, toOutputs, toTags } from "../stack/describe-stack.ts";
import type { StackOptions } from "../stack/stack-access.ts";
import { toStackAccess } from "../stack/stack-access.ts";

export interface TaskSummary {
  /** The resource name. */
  name: string;
  cluster: string;
  stackName: string;
  status: string;
  /** `undefined` while the stack has not come to anything. */
  taskDefinitionArn: string | undefined;
  image: string | undefined;
  /** When the newest revision came, or the stack itself. */
  deployedAt: Date | undefined;
}

/** The task stacks of a cluster, or of all clusters, by name. */
export async function listTasks({
  cluster,
  ...options
}: StackOptions & { cluster?: string | undefined }): Promise<TaskSummary[]> {
  const stacks = await findAllStacks(toStackAccess(options));
  return stacks
    .map((stack) => {
      const tags = toTags(stack);
      const outputs = toOutputs(stack);
      return {
        kind: tags[stackTags.kind],
        summary: {
          name: tags[stackTags.deployment] ?? "",
          cluster: tags[stackTags.cluster] ?? "",
          stackName: stack.StackName ?? "",
          status: stack.StackStatus ?? "",
          taskDefinitionArn: outputs["TaskDefinitionArn"],
          image: outputs["Image"],
          deployedAt: stack.LastUpdatedTime ?? stack.CreationTime,
        },
      };
    })
    .filter(({ kind, summary }) => kind === "task" && (cluster === undefined || summary.cluster === cluster))
    .map(({ summary }) => summary)
    .sort((a, b) => a.name.localeCompare(b.name));
}
