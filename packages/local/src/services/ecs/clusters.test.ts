import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  ListClustersCommand,
  PutClusterCapacityProvidersCommand,
  StopTaskCommand,
  UpdateClusterSettingsCommand,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createEcsWorld, type EcsWorld } from "./testing/ecs-world.ts";

let world: EcsWorld;
beforeEach(async () => {
  world = await createEcsWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.bugs).toEqual([]);
});

test("creating a cluster again gives the one that is there", async () => {
  const first = await world.ecs.send(
    new CreateClusterCommand({
      clusterName: "etl",
      settings: [{ name: "containerInsights", value: "enabled" }],
    }),
  );
  const second = await world.ecs.send(new CreateClusterCommand({ clusterName: "etl" }));
  expect(second.cluster).toEqual(first.cluster);
  expect(first.cluster).toMatchObject({
    clusterArn: "arn:aws:ecs:us-east-1:000000000000:cluster/etl",
    status: "ACTIVE",
    settings: [{ name: "containerInsights", value: "enabled" }],
  });
});

test("describing names what is missing, and leaves out what is not asked for", async () => {
  const { clusters, failures } = await world.ecs.send(
    new DescribeClustersCommand({ clusters: ["batch", "none"] }),
  );
  expect(clusters).toMatchObject([{ clusterName: "batch", settings: [], tags: [] }]);
  expect(failures).toEqual([{ arn: "arn:aws:ecs:us-east-1:000000000000:cluster/none", reason: "MISSING" }]);
});

test("settings and capacity providers can be changed", async () => {
  await world.ecs.send(
    new UpdateClusterSettingsCommand({
      cluster: "batch",
      settings: [{ name: "containerInsights", value: "enhanced" }],
    }),
  );
  const { cluster } = await world.ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: "batch",
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    }),
  );
  expect(cluster).toMatchObject({
    settings: [{ name: "containerInsights", value: "enhanced" }],
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
  });
  await expect(
    world.ecs.send(
      new PutClusterCapacityProvidersCommand({
        cluster: "batch",
        capacityProviders: ["my-instances"],
        defaultCapacityProviderStrategy: [],
      }),
    ),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("my-instances"),
  });
});

test("a cluster whose tasks run cannot be deleted; a deleted one is INACTIVE and takes no tasks", async () => {
  const task = await world.run(await world.register({ entryPoint: ["sleep"], command: ["1000"] }));
  await world.reaches(task, "RUNNING");
  const remove = () => world.ecs.send(new DeleteClusterCommand({ cluster: "batch" }));
  await expect(remove()).rejects.toMatchObject({ name: "ClusterContainsTasksException" });
  const { clusters } = await world.ecs.send(new DescribeClustersCommand({ clusters: ["batch"] }));
  expect(clusters?.[0]).toMatchObject({ runningTasksCount: 1, pendingTasksCount: 0 });

  await world.ecs.send(new StopTaskCommand({ cluster: "batch", task: task.taskArn }));
  await world.reaches(task, "STOPPED");
  expect((await remove()).cluster?.status).toBe("INACTIVE");
  expect((await world.ecs.send(new ListClustersCommand({}))).clusterArns).toEqual([]);
  await expect(world.run("job")).rejects.toMatchObject({
    name: "ClusterNotFoundException",
    message: "Cluster not found.",
  });
});
