import {
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  type Tag,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { operation, type OperationTable } from "../../protocol/service.ts";
import { taskIdOf } from "./arns.ts";
import { getActiveCluster, saveCluster } from "./clusters.ts";
import type { EcsDeps } from "./deps.ts";
import { clientError, invalidParameter, taskNotFound } from "./errors.ts";
import { checkTags, mergeTags, withoutTags } from "./tags.ts";
import { findTaskDefinition, setTaskDefinitionTags } from "./task-definitions.ts";
import { findTask, updateTask } from "./tasks.ts";

export const tagOperations: OperationTable<EcsDeps> = {
  TagResource: operation(TagResource$, (input: TagResourceRequest, { context }: EcsDeps) => {
    checkTags(input.tags);
    const resource = taggedResource(context, input.resourceArn ?? "");
    const merged = mergeTags(resource.tags, input.tags);
    checkTags(merged);
    resource.save(merged);
    return {};
  }),
  UntagResource: operation(UntagResource$, (input: UntagResourceRequest, { context }: EcsDeps) => {
    const resource = taggedResource(context, input.resourceArn ?? "");
    resource.save(withoutTags(resource.tags, input.tagKeys ?? []));
    return {};
  }),
  ListTagsForResource: operation<EcsDeps, ListTagsForResourceRequest, ListTagsForResourceResponse>(
    ListTagsForResource$,
    (input, { context }) => ({ tags: taggedResource(context, input.resourceArn ?? "").tags }),
  ),
};

interface TaggedResource {
  readonly tags: Tag[];
  save(tags: Tag[]): void;
}

/** Clusters, task definitions and tasks have tags here. */
function taggedResource(context: EngineContext, arn: string): TaggedResource {
  const kind = /^arn:[^:]+:ecs:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1];
  switch (kind) {
    case "cluster": {
      const cluster = getActiveCluster(context, arn);
      return { tags: cluster.tags, save: (tags) => saveCluster(context, { ...cluster, tags }) };
    }
    case "task-definition": {
      const found = findTaskDefinition(context, arn);
      if (!found) throw clientError("The specified task definition does not exist.");
      return { tags: found.tags, save: (tags) => setTaskDefinitionTags(context, found, tags) };
    }
    case "task": {
      const taskId = taskIdOf(arn);
      const task = findTask(context, taskId);
      if (!task) throw taskNotFound();
      return {
        tags: task.tags ?? [],
        save: (tags) => void updateTask(context, taskId, () => ({ tags })),
      };
    }
    default:
      throw invalidParameter("The specified resource ARN is invalid.");
  }
}
