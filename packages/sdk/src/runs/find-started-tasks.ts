import { DescribeTasksCommand } from "@aws-sdk/client-ecs";
import { callAws } from "@acme-engine/cfn";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { toEcsTask } from "./ecs-task.ts";
import type { TaskFollower } from "./task-follower.ts";

/** Source: Amazon ECS API Reference, DescribeTasks, `tasks` */
const maxTasksPerCall = 100;

/** Asks ECS about tasks that were not running yet; gives those whose container runs by now. No call when there are none. */
export async function findStartedTasks(
  { clients }: Target,
  followers: readonly TaskFollower[],
  signal: AbortSignal | undefined,
): Promise<TaskFollower[]> {
  const waiting = followers.filter(({ hasStarted }) => !hasStarted).slice(0, maxTasksPerCall);
  const [first] = waiting;
  if (first === undefined) return [];
  // arn:aws:ecs:<region>:<account>:task/<cluster>/<task id>
  const cluster = first.taskArn.split("/")[1];
  const command = new DescribeTasksCommand({ cluster, tasks: waiting.map(({ taskArn }) => taskArn) });
  const { tasks = [] } = await callAws("DescribeTasks", () => clients.ecs.send(command, withSignal(signal)));
  for (const description of tasks) {
    const task = toEcsTask(description);
    // Its end comes from the history, which has it for good.
    if (task?.startedAt !== undefined)
      waiting
        .find(({ taskArn }) => taskArn === task.taskArn)
        ?.describe({ taskArn: task.taskArn, startedAt: task.startedAt });
  }
  return waiting;
}
