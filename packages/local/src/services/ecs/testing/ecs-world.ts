import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  type ContainerDefinition,
  CreateClusterCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";

import { createLogsService } from "../../logs/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import type { EcsNotice, EcsOptions } from "../ecs-options.ts";
import { createEcsService } from "../service.ts";

export interface EcsWorld extends ServiceWorld {
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  readonly notices: EcsNotice[];
  /** Every state that was told of, oldest first. */
  readonly changes: Task[];
  /** Registers family `job` with one awslogs container `main`, changed by what is given; the result is its ARN. */
  register(
    main: Partial<ContainerDefinition>,
    rest?: Partial<RegisterTaskDefinitionCommandInput>,
  ): Promise<string>;
  run(taskDefinition: string, rest?: Partial<RunTaskCommandInput>): Promise<Task>;
  /** The task as it is told of when it first has that status. */
  reaches(task: Task, lastStatus: string): Promise<Task>;
  /** The stored lines of a container, without the notice that a process begins with. */
  linesOf(task: Task, container?: string): Promise<string[]>;
}

export interface EcsWorldOptions extends Partial<EcsOptions> {
  storePath?: string;
}

/** ECS with a cluster `batch` and a log group `/acme/batch`, for tests. */
export async function createEcsWorld({ storePath, ...options }: EcsWorldOptions = {}): Promise<EcsWorld> {
  const notices: EcsNotice[] = [];
  const changes: Task[] = [];
  const world = createServiceWorld(
    (context) => [
      createLogsService(context),
      createEcsService(context, {
        runtime: "process",
        endpoint: () => "http://127.0.0.1:4566",
        onNotice: (notice) => notices.push(notice),
        onClose: "stopContainers",
        ...options,
      }),
    ],
    storePath === undefined ? {} : { storePath },
  );
  world.context.events.subscribe("ECS Task State Change", (task) => void changes.push(task));
  const ecs = new ECSClient(world.client);
  const logs = new CloudWatchLogsClient(world.client);
  await ecs.send(new CreateClusterCommand({ clusterName: "batch", capacityProviders: ["FARGATE"] }));
  await world.context
    .call("logs", "CreateLogGroup", { logGroupName: "/acme/batch" })
    .catch((error: unknown) => {
      // There when the store is an earlier world's.
      if ((error as Error).name !== "ResourceAlreadyExistsException") throw error;
    });
  await world.resume();

  return {
    ...world,
    ecs,
    logs,
    notices,
    changes,
    async register(main, rest = {}) {
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: "job",
          requiresCompatibilities: ["FARGATE"],
          networkMode: "awsvpc",
          cpu: "256",
          memory: "512",
          executionRoleArn: "arn:aws:iam::000000000000:role/execution",
          containerDefinitions: [containerDefinition(main)],
          ...rest,
        }),
      );
      return taskDefinition?.taskDefinitionArn ?? "";
    },
    async run(taskDefinition, rest = {}) {
      const { tasks } = await ecs.send(
        new RunTaskCommand({
          cluster: "batch",
          taskDefinition,
          launchType: "FARGATE",
          networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
          ...rest,
        }),
      );
      const [task] = tasks ?? [];
      if (!task) throw new Error("RunTask gave no task");
      return task;
    },
    reaches(task, lastStatus) {
      const reached = (change: Task) => change.taskArn === task.taskArn && change.lastStatus === lastStatus;
      const already = changes.find(reached);
      if (already) return Promise.resolve(already);
      return new Promise((resolve) => {
        const unsubscribe = world.context.events.subscribe("ECS Task State Change", (change) => {
          if (!reached(change)) return;
          unsubscribe();
          resolve(change);
        });
      });
    },
    async linesOf(task, container = "main") {
      const { events = [] } = await logs.send(
        new GetLogEventsCommand({
          logGroupName: "/acme/batch",
          logStreamName: `job/${container}/${task.taskArn?.split("/").at(-1)}`,
          startFromHead: true,
        }),
      );
      return events.map(({ message = "" }) => message).filter((line) => !line.startsWith("acme: runs as"));
    },
  };
}

/** A container `main` that logs to `/acme/batch`, changed by what is given. */
export function containerDefinition(changes: Partial<ContainerDefinition> = {}): ContainerDefinition {
  return {
    name: "main",
    image: "acme-test/busybox:1",
    essential: true,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": "/acme/batch",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "job",
      },
    },
    ...changes,
  };
}
