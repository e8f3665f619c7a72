import { describe, expect, test } from "vitest";
import { loadTemplate } from "../template/load-template.ts";
import { readTemplateParameters } from "../template/template-parameters.ts";
import { clusterOutputs } from "../testing/cluster-outputs.ts";
import type { Script } from "../testing/scripted-client.ts";
import { noSuchStack, scriptCloudFormation } from "../testing/scripted-client.ts";
import { changeSetMade, described, events } from "../testing/stack-answers.ts";
import { createVirtualPace } from "../testing/virtual-pace.ts";
import type { ClusterParameters } from "./deploy-cluster.ts";
import { clusterParameterNames, deployCluster } from "./deploy-cluster.ts";

const template = loadTemplate("cluster");
const defaults = Object.fromEntries(
  [...readTemplateParameters(template).values()].map(({ name, default: value }) => [name, value ?? ""]),
);
const standing = {
  status: "CREATE_COMPLETE",
  outputs: clusterOutputs,
  parameters: { ...defaults, ClusterName: "batch" },
  tags: { "acme:kind": "cluster", "acme:cluster": "batch" },
};

function deploy(script: Script, parameters?: ClusterParameters, name = "batch") {
  const scripted = scriptCloudFormation(script);
  const result = deployCluster({ name, parameters, client: scripted.client, pace: createVirtualPace() });
  return { result, ...scripted };
}

describe("deployCluster", () => {
  test("creates the stack acme-<name> and returns the cluster", async () => {
    const { result, inputOf } = deploy(
      [
        ["DescribeStacks", noSuchStack("acme-batch")],
        ["CreateChangeSet", changeSetMade("acme-batch")],
        ["DescribeChangeSet", { Status: "CREATE_COMPLETE" }],
        ["ExecuteChangeSet", {}],
        ["DescribeStackEvents", events("acme-batch", ["1", "acme-batch", "CREATE_COMPLETE"])],
        ["DescribeStacks", described("acme-batch", standing)],
      ],
      { LogRetentionDays: 7 },
    );
    await expect(result).resolves.toMatchObject({
      change: "created",
      cluster: {
        name: "batch",
        stackName: "acme-batch",
        status: "CREATE_COMPLETE",
        subnetIds: ["subnet-1", "subnet-2"],
        securityGroupIds: ["sg-1"],
        assignPublicIp: "ENABLED",
        logGroupName: "/acme/batch",
        jobCpu: 1024,
        jobMemory: 2048,
      },
    });
    expect(inputOf("CreateChangeSet")).toMatchObject({
      StackName: "acme-batch",
      TemplateBody: template,
      Parameters: [
        { ParameterKey: "LogRetentionDays", ParameterValue: "7" },
        { ParameterKey: "ClusterName", ParameterValue: "batch" },
      ],
    });
  });

  test("takes two calls when the cluster stands", async () => {
    const { result, operations } = deploy([
      ["DescribeStacks", described("acme-batch", standing)],
      ["GetTemplate", { TemplateBody: template }],
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged", cluster: { name: "batch" } });
    expect(operations()).toHaveLength(2);
  });

  test("leaves the network of a cluster alone when it is deployed again without saying so", async () => {
    const parameters = { ...standing.parameters, VpcId: "vpc-0abc", SubnetIds: "subnet-9" };
    const { result } = deploy([
      ["DescribeStacks", described("acme-batch", { ...standing, parameters })],
      ["GetTemplate", { TemplateBody: template }],
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged" });
  });

  test.each([
    [{ VpcId: "vpc-0abc" }, 'VpcId "vpc-0abc" needs SubnetIds'],
    [{ SubnetIds: ["subnet-1"] }, 'SubnetIds "subnet-1" need their VpcId'],
    [{ SecurityGroupIds: ["sg-1", "sg-2"] }, 'SecurityGroupIds "sg-1,sg-2" need their VpcId'],
    [{ JobMemory: 16_384 }, "Fargate has no tasks with cpu 1024 and memory 16384"],
  ] as [ClusterParameters, string][])("makes nothing of %j", async (parameters, message) => {
    const { result, operations } = deploy([["DescribeStacks", noSuchStack("acme-batch")]], parameters);
    await expect(result).rejects.toThrow(message);
    expect(operations()).toEqual(["DescribeStacks"]);
  });

  test.each([
    [{ JobCpu: 1000, JobMemory: 2048 }, "Fargate has no tasks with cpu 1000"],
    [{ VpcId: "my-vpc" }, 'VpcId "my-vpc" must be a VPC id such as vpc-0abc1234, or empty'],
    [{ LogRetentionDays: 2 }, 'LogRetentionDays "2" must be one of 1, 3, 5'],
  ] as [ClusterParameters, string][])("refuses %j without a call", async (parameters, message) => {
    const { result, operations } = deploy([], parameters);
    await expect(result).rejects.toThrow(message);
    expect(operations()).toEqual([]);
  });

  test("knows every parameter of the template", () => {
    expect(["ClusterName", ...clusterParameterNames].sort()).toEqual(Object.keys(defaults).sort());
  });

  test("refuses a bad name without a call", async () => {
    const { result } = deploy([], {}, "my cluster");
    await expect(result).rejects.toMatchObject({ code: "ACME_BAD_NAME" });
  });
});
