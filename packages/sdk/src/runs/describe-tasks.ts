import { DescribeTasksCommand } from "@aws-sdk/client-ecs";
import { callAws } from "@acme-engine/cfn";
import { createBackoff } from "../backoff.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { toEcsTask } from "./ecs-task.ts";
import type { EcsTask } from "./ecs-task.ts";
import type { TaskFollower } from "./task-follower.ts";

/** Source: Amazon ECS API Reference, DescribeTasks, `tasks` */
const maxTasksPerCall = 100;

/** Fargate's longest stop timeout, and some time for ECS to notice. */
const longestStopMs = 150_000;

/** Asks ECS about tasks that were not running yet, and tells their followers. No call when there are none. */
export async function noticeStartedTasks(
  target: Target,
  followers: readonly TaskFollower[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const waiting = followers.filter(({ hasStarted }) => !hasStarted).slice(0, maxTasksPerCall);
  for (const { taskArn, startedAt } of await describeTasks(target, waiting, signal)) {
    // A task's end comes from the history, which has it for good.
    if (startedAt !== undefined) findFollower(waiting, taskArn)?.describe({ taskArn, startedAt });
  }
}

/**
 * Waits until tasks have stopped that were left over when their run ended, and tells their followers. ECS forgets a task an hour
 * after its end: what it does not know any more has stopped.
 */
export async function awaitStoppedTasks(
  target: Target,
  followers: readonly TaskFollower[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const backoff = createBackoff(target.pace);
  const deadline = target.pace.now() + longestStopMs;
  let going = followers.slice(0, maxTasksPerCall);
  while (going.length > 0 && target.pace.now() < deadline) {
    const tasks = await describeTasks(target, going, signal);
    for (const task of tasks) findFollower(going, task.taskArn)?.describe(task);
    going = going.filter(({ taskArn }) =>
      tasks.some((task) => task.taskArn === taskArn && task.lastStatus !== "STOPPED"),
    );
    if (going.length > 0) await backoff.pause(signal);
  }
}

/**
 * The task with how it ended. The history has that of tasks that Step Functions waits for; a task with a token has told its result and
 * ended afterwards, or not told it at all. What ECS has forgotten comes back as it is.
 */
export async function describeStopped(
  target: Target,
  task: EcsTask | undefined,
  signal: AbortSignal | undefined,
): Promise<EcsTask | undefined> {
  if (task === undefined || task.stopCode !== undefined) return task;
  try {
    const [described] = await describeTasks(target, [task], signal);
    return { ...task, ...described };
  } catch {
    signal?.throwIfAborted();
    return task;
  }
}

async function describeTasks(
  { clients }: Target,
  followers: readonly Pick<TaskFollower, "taskArn">[],
  signal: AbortSignal | undefined,
): Promise<EcsTask[]> {
  const [first] = followers;
  if (first === undefined) return [];
  // arn:aws:ecs:<region>:<account>:task/<cluster>/<task id>
  const cluster = first.taskArn.split("/")[1];
  const command = new DescribeTasksCommand({ cluster, tasks: followers.map(({ taskArn }) => taskArn) });
  const { tasks = [] } = await callAws("DescribeTasks", () => clients.ecs.send(command, withSignal(signal)));
  return tasks.map(toEcsTask).filter((task) => task !== undefined);
}

function findFollower(followers: readonly TaskFollower[], wanted: string): TaskFollower | undefined {
  return followers.find(({ taskArn }) => taskArn === wanted);
}
