import type { RunTaskRequest, RunTaskResponse, Tag } from "@aws-sdk/client-ecs";

import { getActiveCluster } from "./clusters.ts";
import type { EcsDeps } from "./deps.ts";
import { clientError, clientTokenConflict, invalidParameter } from "./errors.ts";
import { createTask } from "./create-task.ts";
import { decideLaunch } from "./decide-launch.ts";
import { checkTags, mergeTags } from "./tags.ts";
import { findTaskDefinition } from "./task-definitions.ts";
import { checkOverrides } from "./task-overrides.ts";
import { findTask, insertTask, type StoredTask } from "./tasks.ts";
import { taskIdOf } from "./arns.ts";

const maxCount = 10;
const maxStartedByLength = 128;

/**
 * Accepts tasks: they are stored, told of and answered as PROVISIONING; the supervisor takes it from there. A client token gives the
 * tasks of the first request with it again.
 */
export function runTask({ context, supervisor }: EcsDeps, input: RunTaskRequest): RunTaskResponse {
  const cluster = getActiveCluster(context, input.cluster);
  const earlier = findByClientToken(context, cluster.name, input);
  if (earlier) return { tasks: earlier, failures: [] };

  const found = findTaskDefinition(context, input.taskDefinition ?? "");
  if (!found) throw clientError("TaskDefinition not found.");
  if (found.definition.status !== "ACTIVE") throw clientError("TaskDefinition is inactive");
  const count = input.count ?? 1;
  if (count < 1) throw invalidParameter("Count must be greater than or equal to 1.");
  if (count > maxCount) throw invalidParameter(`Count must be less than or equal to ${maxCount}.`);
  if ((input.startedBy ?? "").length > maxStartedByLength) {
    throw invalidParameter(`startedBy must have a length of at most ${maxStartedByLength}.`);
  }
  checkTags(input.tags);
  const overrides = checkOverrides(input.overrides, found.definition);
  const launch = decideLaunch(input, cluster, found.definition);
  const tags: Tag[] = mergeTags(input.propagateTags === "TASK_DEFINITION" ? found.tags : [], input.tags);

  const tasks = Array.from({ length: count }, () =>
    createTask(context, {
      cluster: cluster.name,
      definition: found.definition,
      overrides,
      launch,
      tags,
      group: input.group ?? `family:${found.definition.family}`,
      startedBy: input.startedBy,
      subnetId: input.networkConfiguration?.awsvpcConfiguration?.subnets?.[0],
      enableExecuteCommand: input.enableExecuteCommand ?? false,
    }),
  );
  context.store.transaction(() => {
    for (const task of tasks) insertTask(context, task);
    saveClientToken(context, cluster.name, input, tasks);
  });
  for (const task of tasks) {
    context.events.publish("ECS Task State Change", task);
    supervisor.start(taskIdOf(task.taskArn));
  }
  return { tasks, failures: [] };
}

type Context = EcsDeps["context"];

function findByClientToken(
  context: Context,
  cluster: string,
  input: RunTaskRequest,
): StoredTask[] | undefined {
  if (input.clientToken === undefined) return undefined;
  const row = context.store
    .prepare("SELECT request, task_ids FROM ecs_client_tokens WHERE cluster = ? AND token = ?")
    .get(cluster, input.clientToken);
  if (!row) return undefined;
  const tasks = (JSON.parse(String(row["task_ids"])) as string[]).flatMap(
    (id) => findTask(context, id) ?? [],
  );
  if (row["request"] !== JSON.stringify(input))
    throw clientTokenConflict(tasks.map(({ taskArn }) => taskArn));
  return tasks;
}

function saveClientToken(
  context: Context,
  cluster: string,
  input: RunTaskRequest,
  tasks: readonly StoredTask[],
): void {
  if (input.clientToken === undefined) return;
  context.store
    .prepare(
      "INSERT INTO ecs_client_tokens (cluster, token, request, task_ids, created_at) VALUES (?, ?, ?, ?, ?)",
    )
    .run(
      cluster,
      input.clientToken,
      JSON.stringify(input),
      JSON.stringify(tasks.map(({ taskArn }) => taskIdOf(taskArn))),
      context.clock.now(),
    );
}
