import { isDeepStrictEqual } from "node:util";

import {
  CreateActivity$,
  type CreateActivityInput,
  type CreateActivityOutput,
  DeleteActivity$,
  type DeleteActivityInput,
  DescribeActivity$,
  type DescribeActivityInput,
  type DescribeActivityOutput,
  GetActivityTask$,
  type GetActivityTaskInput,
  type GetActivityTaskOutput,
  ListActivities$,
  type ListActivitiesInput,
  type ListActivitiesOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable, type Request } from "../../../protocol/service.ts";
import { parseActivityArn, toActivityArn } from "../arns.ts";
import { checkLength, checkName } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { activityAlreadyExists, activityDoesNotExist } from "../errors.ts";
import { completeEncryption } from "../encryption.ts";
import { readPage } from "../paging.ts";
import { putTags } from "../tags/tag-operations.ts";
import type { ActivityRecord } from "./activity-store.ts";

/** How long a worker's request stays open. Source: Step Functions API Reference, GetActivityTask. */
const longPollMs = 60_000;

export const activityOperations: OperationTable<StepFunctionsDeps> = {
  CreateActivity: operation(
    CreateActivity$,
    (input: CreateActivityInput, deps: StepFunctionsDeps): CreateActivityOutput => {
      const { activities, context } = deps;
      const { name = "", tags = [] } = input;
      checkName(name);
      const encryption = completeEncryption(input.encryptionConfiguration);
      const arn = toActivityArn(context, name);
      return context.store.transaction(() => {
        const existing = activities.find(arn);
        if (!existing) {
          activities.insert({ arn, name, encryption, createdAt: context.clock.now() });
          putTags(arn, tags, deps);
        } else if (!isDeepStrictEqual(existing.encryption, encryption)) throw activityAlreadyExists(arn);
        const { createdAt } = getActivity(arn, deps);
        return { activityArn: arn, creationDate: new Date(createdAt) };
      });
    },
  ),

  DescribeActivity: operation(
    DescribeActivity$,
    (input: DescribeActivityInput, deps: StepFunctionsDeps): DescribeActivityOutput => {
      const { arn, name, encryption, createdAt } = getActivity(input.activityArn, deps);
      return {
        activityArn: arn,
        name,
        creationDate: new Date(createdAt),
        encryptionConfiguration: encryption,
      };
    },
  ),

  ListActivities: operation(
    ListActivities$,
    (input: ListActivitiesInput, { activities }: StepFunctionsDeps): ListActivitiesOutput => {
      const { items, nextToken } = readPage(
        input,
        (after = "", limit) => activities.list(after, limit),
        ({ name }) => name,
      );
      return {
        activities: items.map(({ arn, name, createdAt }) => ({
          activityArn: arn,
          name,
          creationDate: new Date(createdAt),
        })),
        nextToken,
      };
    },
  ),

  DeleteActivity: operation(
    DeleteActivity$,
    (input: DeleteActivityInput, { activities, tags, context }: StepFunctionsDeps) => {
      const arn = parseActivityArn(input.activityArn);
      context.store.transaction(() => {
        activities.remove(arn);
        tags.removeAll(arn);
      });
      return {};
    },
  ),

  GetActivityTask: operation(
    GetActivityTask$,
    async (
      input: GetActivityTaskInput,
      deps: StepFunctionsDeps,
      { signal }: Request,
    ): Promise<GetActivityTaskOutput> => {
      const { arn } = getActivity(input.activityArn, deps);
      const { workerName } = input;
      checkLength(workerName, "workerName", { min: 1, max: 80 });
      const found = await deps.activityQueue.take(arn, {
        isWanted: ({ run, task }) => run.tasks.get(task.record.taskId) === task,
        waitMs: longPollMs,
        signal,
      });
      if (!found) return {};
      const { run, task } = found;
      const token = deps.context.createId();
      await deps.runner.progress(run, (execution) => {
        task.record = { ...task.record, state: "running", token };
        run.changedTasks.push(task.record);
        execution.taskStarted(task.record.taskId, workerName === undefined ? {} : { workerName });
      });
      return { taskToken: token, input: JSON.stringify(task.record.request.arguments) };
    },
  ),
};

/** Throws InvalidArn or ActivityDoesNotExist. */
function getActivity(activityArn: string | undefined, { activities }: StepFunctionsDeps): ActivityRecord {
  const arn = parseActivityArn(activityArn);
  const activity = activities.find(arn);
  if (!activity) throw activityDoesNotExist(arn);
  return activity;
}
