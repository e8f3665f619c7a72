import { describe, expect, test } from "vitest";
import { clusterOutputs } from "../testing/cluster-outputs.ts";
import { noSuchStack, scriptCloudFormation } from "../testing/scripted-client.ts";
import { described, stackOf } from "../testing/stack-answers.ts";
import { describeCluster, listClusters } from "./describe-cluster.ts";

const clusterStack = (name: string) =>
  stackOf(`acme-${name}`, {
    status: "CREATE_COMPLETE",
    tags: { "acme:kind": "cluster", "acme:cluster": name },
  });
const taskStack = stackOf("acme-batch-etl", { status: "CREATE_COMPLETE", tags: { "acme:kind": "task" } });
const foreignStack = stackOf("website", { status: "CREATE_COMPLETE" });

describe("describeCluster", () => {
  test("takes one call", async () => {
    const { client, operations } = scriptCloudFormation([
      ["DescribeStacks", described("acme-batch", { status: "UPDATE_COMPLETE", outputs: clusterOutputs })],
    ]);
    await expect(describeCluster({ name: "batch", client })).resolves.toEqual({
      name: "batch",
      stackName: "acme-batch",
      status: "UPDATE_COMPLETE",
      clusterArn: clusterOutputs.ClusterArn,
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      assignPublicIp: "ENABLED",
      logGroupName: "/acme/batch",
      bucketName: "acme-batch-bucket-1",
      executionRoleArn: clusterOutputs.ExecutionRoleArn,
      taskRoleArn: clusterOutputs.TaskRoleArn,
      stateMachineRoleArn: clusterOutputs.StateMachineRoleArn,
      schedulerRoleArn: clusterOutputs.SchedulerRoleArn,
      jobCpu: 1024,
      jobMemory: 2048,
    });
    expect(operations()).toEqual(["DescribeStacks"]);
  });

  test("names the clusters that there are when it is none of them", async () => {
    const { client } = scriptCloudFormation([
      ["DescribeStacks", noSuchStack("acme-bach")],
      ["DescribeStacks", { Stacks: [clusterStack("prod"), taskStack], NextToken: "more" }],
      ["DescribeStacks", { Stacks: [foreignStack, clusterStack("batch")] }],
    ]);
    await expect(describeCluster({ name: "bach", client })).rejects.toMatchObject({
      name: "AcmeError",
      code: "ACME_CLUSTER_NOT_FOUND",
      message: 'There is no cluster "bach" in this account and region',
      hint: "Known: batch, prod. Make it with `acme cluster deploy bach`.",
      known: ["batch", "prod"],
    });
  });

  test.each(["REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE"])(
    "takes a stack in %s for no cluster",
    async (status) => {
      const { client } = scriptCloudFormation([
        ["DescribeStacks", described("acme-batch", { status })],
        ["DescribeStacks", { Stacks: [] }],
      ]);
      await expect(describeCluster({ name: "batch", client })).rejects.toMatchObject({
        code: "ACME_CLUSTER_NOT_FOUND",
        hint: expect.stringContaining("There is no cluster at all"),
      });
    },
  );

  test("does not take another's stack of that name for a cluster", async () => {
    const { client } = scriptCloudFormation([
      ["DescribeStacks", described("acme-batch", { status: "CREATE_COMPLETE", outputs: { Url: "x" } })],
    ]);
    await expect(describeCluster({ name: "batch", client })).rejects.toMatchObject({
      code: "ACME_NOT_A_CLUSTER",
      message: 'Stack "acme-batch" has no output ClusterArn',
    });
  });
});

test("listClusters tells clusters from other stacks, by name", async () => {
  const { client } = scriptCloudFormation([
    ["DescribeStacks", { Stacks: [clusterStack("prod"), foreignStack, taskStack, clusterStack("batch")] }],
  ]);
  await expect(listClusters({ client })).resolves.toEqual([
    { name: "batch", stackName: "acme-batch", status: "CREATE_COMPLETE" },
    { name: "prod", stackName: "acme-prod", status: "CREATE_COMPLETE" },
  ]);
});
