import {
  ListTagsForResource$,
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
  type Tag,
  TagResource$,
  type TagResourceInput,
  UntagResource$,
  type UntagResourceInput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { isActivityArn, parseStateMachineArn } from "../arns.ts";
import { checkLength } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { resourceNotFound, tooManyTags } from "../errors.ts";

/** Source: Step Functions developer guide, "Quotas": tags a resource. */
const maxTags = 50;

export const tagOperations: OperationTable<StepFunctionsDeps> = {
  TagResource: operation(TagResource$, (input: TagResourceInput, deps: StepFunctionsDeps) => {
    const arn = checkResource(input.resourceArn, deps);
    deps.context.store.transaction(() => putTags(arn, input.tags ?? [], deps));
    return {};
  }),

  UntagResource: operation(UntagResource$, (input: UntagResourceInput, deps: StepFunctionsDeps) => {
    const arn = checkResource(input.resourceArn, deps);
    deps.context.store.transaction(() => {
      for (const key of input.tagKeys ?? []) deps.tags.remove(arn, key);
    });
    return {};
  }),

  ListTagsForResource: operation(
    ListTagsForResource$,
    (input: ListTagsForResourceInput, deps: StepFunctionsDeps): ListTagsForResourceOutput => ({
      tags: deps.tags.list(checkResource(input.resourceArn, deps)),
    }),
  ),
};

/** Throws ValidationException or TooManyTags. Joins the caller's transaction. */
export function putTags(arn: string, tags: readonly Tag[], { tags: store }: StepFunctionsDeps): void {
  for (const [index, { key = "", value = "" }] of tags.entries()) {
    checkLength(key, `tags.${index + 1}.member.key`, { min: 1, max: 128 });
    checkLength(value, `tags.${index + 1}.member.value`, { max: 256 });
    store.put(arn, key, value);
  }
  if (store.list(arn).length > maxTags) throw tooManyTags(arn);
}

/** State machines and activities have tags: recorded on AWS, a version is not found. Throws InvalidArn or ResourceNotFound. */
function checkResource(
  resourceArn: string | undefined,
  { stateMachines, activities }: StepFunctionsDeps,
): string {
  if (resourceArn !== undefined && isActivityArn(resourceArn)) {
    if (!activities.find(resourceArn)) throw resourceNotFound(resourceArn);
    return resourceArn;
  }
  const { arn } = parseStateMachineArn(resourceArn);
  if (!stateMachines.find(arn)) throw resourceNotFound(arn);
  return arn;
}
