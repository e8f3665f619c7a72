import { readFileSync } from "node:fs";

import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeClustersCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

const read = (path: string) => readFileSync(new URL(`../../../../cfn/${path}`, import.meta.url), "utf8");

let world: StackWorld;
beforeEach(() => {
  world = createStackWorld();
});
afterEach(() => world.close());

const createCluster = () =>
  world.cloudFormation.send(
    new CreateStackCommand({
      StackName: "acme-batch",
      TemplateBody: read("cluster/template.yaml"),
      Parameters: [{ ParameterKey: "ClusterName", ParameterValue: "batch" }],
      Capabilities: ["CAPABILITY_IAM"],
    }),
  );

test("the cluster template makes a cluster with its network, roles, bucket and log group", async () => {
  await createCluster();
  const stack = await world.settledStack("acme-batch");
  const { StackEvents = [] } = await world.cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: "acme-batch" }),
  );
  expect(StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith("FAILED"))).toEqual([]);
  expect(stack.StackStatus).toBe("CREATE_COMPLETE");

  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  expect(outputs).toMatchObject({
    ClusterName: "batch",
    ClusterArn: "arn:aws:ecs:us-east-1:000000000000:cluster/batch",
    LogGroupName: "/acme/batch",
    VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
    SubnetIds: expect.stringMatching(/^subnet-[0-9a-f]{17},subnet-[0-9a-f]{17}$/),
    SecurityGroupIds: expect.stringMatching(/^sg-[0-9a-f]{17}$/),
    BucketName: expect.stringMatching(/^acme-batch-bucket-[0-9a-f]{12}$/),
    TaskRoleArn: expect.stringMatching(/^arn:aws:iam::000000000000:role\/acme\/batch\/acme-batch-TaskRole-/),
    JobCpu: "1024",
  });

  const ecs = new ECSClient(world.client);
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ["batch"] }));
  expect(clusters?.[0]).toMatchObject({ status: "ACTIVE", capacityProviders: ["FARGATE", "FARGATE_SPOT"] });
  const iam = new IAMClient(world.client);
  const { Role } = await iam.send(
    new GetRoleCommand({ RoleName: outputs["TaskRoleArn"]?.split("/").at(-1) }),
  );
  expect(Role?.Arn).toBe(outputs["TaskRoleArn"]);
  expect(world.bugs).toEqual([]);
});

test("the task template registers a task definition with the cluster's exports, and deletion keeps it", async () => {
  await createCluster();
  await world.settled();
  await world.cloudFormation.send(
    new CreateStackCommand({
      StackName: "acme-batch-etl",
      TemplateBody: read("task/template.yaml"),
      Parameters: [
        { ParameterKey: "ClusterName", ParameterValue: "batch" },
        { ParameterKey: "Family", ParameterValue: "batch-etl" },
        { ParameterKey: "Image", ParameterValue: "python:3.13-slim" },
      ],
    }),
  );
  const stack = await world.settledStack("acme-batch-etl");
  expect(stack.StackStatus).toBe("CREATE_COMPLETE");
  expect(stack.Outputs).toContainEqual(
    expect.objectContaining({
      OutputKey: "TaskDefinitionArn",
      OutputValue: "arn:aws:ecs:us-east-1:000000000000:task-definition/batch-etl:1",
    }),
  );
  const ecs = new ECSClient(world.client);
  const describe = async () =>
    (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "batch-etl:1" }))).taskDefinition;
  expect(await describe()).toMatchObject({
    cpu: "1024",
    executionRoleArn: expect.stringContaining(":role/acme/batch/"),
    containerDefinitions: [
      {
        name: "main",
        stopTimeout: 30,
        readonlyRootFilesystem: false,
        linuxParameters: { initProcessEnabled: true },
        logConfiguration: { options: { "awslogs-group": "/acme/batch", mode: "blocking" } },
      },
    ],
  });

  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "acme-batch-etl" }));
  await world.settled();
  expect((await describe())?.status).toBe("ACTIVE");
});

test("deleting the cluster stack deletes what it made", async () => {
  const { StackId = "" } = await createCluster();
  await world.settled();
  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "acme-batch" }));
  expect((await world.settledStack(StackId)).StackStatus).toBe("DELETE_COMPLETE");
  const { StackResources = [] } = await world.cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: StackId }),
  );
  expect(new Set(StackResources.map(({ ResourceStatus }) => ResourceStatus))).toEqual(
    new Set(["DELETE_COMPLETE"]),
  );
  await expect(world.settledStack("acme-batch")).rejects.toThrow("Stack with id acme-batch does not exist");
});
