import {
  type DescribeTasksRequest,
  type DescribeTasksResponse,
  DescribeTasks$,
  type ListTasksRequest,
  type ListTasksResponse,
  ListTasks$,
  RunTask$,
  type RunTaskRequest,
  StopTask$,
  type StopTaskRequest,
  type Task,
} from "@aws-sdk/client-ecs";

import { operation, type OperationTable } from "../../protocol/service.ts";
import { pageOf } from "../page-of.ts";
import { clusterNameOf, taskArn, taskIdOf } from "./arns.ts";
import { getActiveCluster } from "./clusters.ts";
import type { EcsDeps } from "./deps.ts";
import { clientError, invalidNextToken, invalidParameter, taskNotFound } from "./errors.ts";
import { runTask } from "./run-task.ts";
import { stoppedByUser } from "./task-stop.ts";
import { findTask, listTaskArns, type StoredTask } from "./tasks.ts";

const maxDescribed = 100;
const maxReasonLength = 1024;

export const taskOperations: OperationTable<EcsDeps> = {
  RunTask: operation(RunTask$, (input: RunTaskRequest, deps: EcsDeps) => runTask(deps, input)),

  StopTask: operation(StopTask$, (input: StopTaskRequest, { context, supervisor }: EcsDeps) => {
    const cluster = getActiveCluster(context, input.cluster);
    const task = findTaskOf(cluster.name, findTask(context, taskIdOf(input.task ?? "")));
    if (!task) throw taskNotFound();
    if ((input.reason ?? "").length > maxReasonLength) {
      throw clientError(`reason must have a length of at most ${maxReasonLength}.`);
    }
    // Stopping a stopped task is no error on AWS: it answers with the task.
    return { task: supervisor.stop(taskIdOf(task.taskArn), stoppedByUser(input.reason)) ?? task };
  }),

  DescribeTasks: operation<EcsDeps, DescribeTasksRequest, DescribeTasksResponse>(
    DescribeTasks$,
    (input, { context }) => {
      const cluster = getActiveCluster(context, input.cluster);
      const references = input.tasks ?? [];
      if (references.length === 0) throw invalidParameter("Tasks cannot be empty.");
      if (references.length > maxDescribed) {
        throw invalidParameter(`Tasks cannot have more than ${maxDescribed} items.`);
      }
      const tasks: Task[] = [];
      const failures: NonNullable<DescribeTasksResponse["failures"]> = [];
      for (const reference of references) {
        const taskId = taskIdOf(reference);
        const task = findTaskOf(cluster.name, findTask(context, taskId));
        if (!task) failures.push({ arn: taskArn(context, cluster.name, taskId), reason: "MISSING" });
        else tasks.push(input.include?.includes("TAGS") ? task : { ...task, tags: [] });
      }
      return { tasks, failures };
    },
  ),

  ListTasks: operation<EcsDeps, ListTasksRequest, ListTasksResponse>(ListTasks$, (input, { context }) => {
    const cluster = getActiveCluster(context, input.cluster);
    // Services and instances are not here, so nothing belongs to one.
    const never = input.serviceName !== undefined || input.containerInstance !== undefined;
    const arns = never
      ? []
      : listTaskArns(context, {
          cluster: cluster.name,
          desiredStatus: input.desiredStatus ?? "RUNNING",
          family: input.family,
          startedBy: input.startedBy,
          launchType: input.launchType,
        });
    const { items, nextToken } = pageOf(arns, {
      keyOf: (arn) => arn,
      limit: Math.min(input.maxResults ?? maxDescribed, maxDescribed),
      token: input.nextToken,
      invalidToken: invalidNextToken,
    });
    return { taskArns: [...items], nextToken };
  }),
};

function findTaskOf(cluster: string, task: StoredTask | undefined): StoredTask | undefined {
  return task && clusterNameOf(task.clusterArn) === cluster ? task : undefined;
}
