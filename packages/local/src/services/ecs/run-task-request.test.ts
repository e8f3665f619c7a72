import {
  DescribeTasksCommand,
  ListTasksCommand,
  PutClusterCapacityProvidersCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createEcsWorld, type EcsWorld } from "./testing/ecs-world.ts";

let world: EcsWorld;
let definition: string;
beforeEach(async () => {
  world = await createEcsWorld();
  definition = await world.register({ entryPoint: ["true"] }, { tags: [{ key: "team", value: "data" }] });
});
afterEach(async () => {
  await world.close();
  expect(world.bugs).toEqual([]);
});

test.each<[string, Partial<RunTaskCommandInput>]>([
  [
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    { networkConfiguration: undefined },
  ],
  ["subnets can not be empty.", { networkConfiguration: { awsvpcConfiguration: { subnets: [] } } }],
  ["No Container Instances were found in your cluster.", { launchType: undefined }],
  [
    "Override for container named other is not a container in the TaskDefinition.",
    { overrides: { containerOverrides: [{ name: "other" }] } },
  ],
  [
    "Container Overrides length must be at most 8192",
    { overrides: { containerOverrides: [{ name: "main", command: ["x".repeat(8192)] }] } },
  ],
  [
    "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
    { launchType: undefined, capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT" }] },
  ],
  ["Count must be less than or equal to 10.", { count: 11 }],
])("a request is refused with: %s", async (message, changes) => {
  await expect(world.run(definition, changes)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message,
  });
});

test("overrides of exactly 8,192 characters are taken, JSON's own counted", async () => {
  const overrides = { containerOverrides: [{ name: "main", command: [""] }] };
  overrides.containerOverrides[0]?.command.splice(0, 1, "x".repeat(8192 - JSON.stringify(overrides).length));
  const task = await world.run(definition, { overrides });
  await world.reaches(task, "STOPPED");
});

test("an unknown task definition is refused", async () => {
  await expect(world.run("none")).rejects.toMatchObject({
    name: "ClientException",
    message: "TaskDefinition not found.",
  });
});

test("several tasks of one request are several tasks", async () => {
  const { tasks = [] } = await world.ecs.send(
    new RunTaskCommand({
      cluster: "batch",
      taskDefinition: definition,
      launchType: "FARGATE",
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
      count: 3,
      group: "run:42",
      startedBy: "test",
    }),
  );
  expect(new Set(tasks.map(({ taskArn }) => taskArn)).size).toBe(3);
  await Promise.all(tasks.map((task) => world.reaches(task, "STOPPED")));
  const { taskArns } = await world.ecs.send(
    new ListTasksCommand({ cluster: "batch", startedBy: "test", desiredStatus: "STOPPED" }),
  );
  expect(taskArns?.sort()).toEqual(tasks.map(({ taskArn }) => taskArn).sort());
});

test("a client token gives the same task again, and refuses another request", async () => {
  const first = await world.run(definition, { clientToken: "once" });
  await world.reaches(first, "STOPPED");
  const second = await world.run(definition, { clientToken: "once" });
  expect(second).toMatchObject({ taskArn: first.taskArn, lastStatus: "STOPPED" });
  await expect(world.run(definition, { clientToken: "once", group: "other" })).rejects.toMatchObject({
    name: "ConflictException",
    resourceIds: [first.taskArn],
  });
});

test("tags are the request's, and the definition's when they are to be passed on", async () => {
  const task = await world.run(definition, {
    tags: [{ key: "run", value: "1" }],
    propagateTags: "TASK_DEFINITION",
  });
  expect(task.tags).toEqual([
    { key: "team", value: "data" },
    { key: "run", value: "1" },
  ]);
  const { tasks } = await world.ecs.send(
    new DescribeTasksCommand({ cluster: "batch", tasks: [task.taskArn ?? ""] }),
  );
  expect(tasks?.[0]?.tags).toEqual([]);
  await world.reaches(task, "STOPPED");
});

test("a capacity provider decides where no launch type is given", async () => {
  await world.ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: "batch",
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    }),
  );
  const task = await world.run(definition, { launchType: undefined });
  expect(task).toMatchObject({ launchType: "FARGATE", capacityProviderName: "FARGATE_SPOT" });
  await world.reaches(task, "STOPPED");
});

test("unknown tasks are failures to describe, and errors to stop", async () => {
  const { failures } = await world.ecs.send(new DescribeTasksCommand({ cluster: "batch", tasks: ["none"] }));
  expect(failures).toEqual([
    { arn: "arn:aws:ecs:us-east-1:000000000000:task/batch/none", reason: "MISSING" },
  ]);
  await expect(world.ecs.send(new StopTaskCommand({ cluster: "batch", task: "none" }))).rejects.toMatchObject(
    {
      name: "InvalidParameterException",
      message: "The referenced task was not found.",
    },
  );
});

test("stopped tasks are kept for a day, and forgotten then", async () => {
  const task = await world.run(definition);
  await world.reaches(task, "STOPPED");
  const isKept = async () => {
    const { tasks } = await world.ecs.send(
      new DescribeTasksCommand({ cluster: "batch", tasks: [task.taskArn ?? ""] }),
    );
    return tasks?.length === 1;
  };
  const stoppedAt = world.clock.now();
  world.clock.advanceTo(stoppedAt + 23 * 3_600_000);
  expect(await isKept()).toBe(true);
  world.clock.advanceTo(stoppedAt + 25 * 3_600_000);
  expect(await isKept()).toBe(false);
});
