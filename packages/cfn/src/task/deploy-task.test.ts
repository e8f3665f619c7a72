import { describe, expect, test } from "vitest";
import { loadTemplate } from "../template/load-template.ts";
import { readTemplateParameters } from "../template/template-parameters.ts";
import type { Script } from "../testing/scripted-client.ts";
import { noSuchStack, scriptCloudFormation } from "../testing/scripted-client.ts";
import { changeSetMade, described, events, stackOf } from "../testing/stack-answers.ts";
import { createVirtualPace } from "../testing/virtual-pace.ts";
import { deleteTask } from "./delete-task.ts";
import type { TaskRequest } from "./deploy-task.ts";
import { deployTask } from "./deploy-task.ts";
import { listTasks } from "./list-tasks.ts";
import { renderTaskTemplate } from "./render-task-template.ts";

const arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/batch-etl:7";
const tags = { "acme:kind": "task", "acme:cluster": "batch", "acme:deployment": "batch-etl" };
const defaults = Object.fromEntries(
  [...readTemplateParameters(loadTemplate("task")).values()].map(({ name, default: value }) => [
    name,
    value ?? "",
  ]),
);
const standing = {
  status: "CREATE_COMPLETE",
  outputs: { TaskDefinitionArn: arn, Family: "batch-etl", Image: "etl:1" },
  parameters: { ...defaults, ClusterName: "batch", Family: "batch-etl", Image: "etl:1" },
  tags,
};

function deploy(script: Script, request: Partial<TaskRequest> = {}) {
  const scripted = scriptCloudFormation(script);
  const result = deployTask({
    cluster: "batch",
    name: "batch-etl",
    image: "etl:1",
    client: scripted.client,
    pace: createVirtualPace(),
    ...request,
  });
  return { result, ...scripted };
}

describe("deployTask", () => {
  test("registers a revision through the stack acme-<name>", async () => {
    const command = ["python", "-m", "etl"];
    const { result, inputOf } = deploy(
      [
        ["DescribeStacks", noSuchStack("acme-batch-etl")],
        ["CreateChangeSet", changeSetMade("acme-batch-etl")],
        ["DescribeChangeSet", { Status: "CREATE_COMPLETE" }],
        ["ExecuteChangeSet", {}],
        ["DescribeStackEvents", events("acme-batch-etl", ["1", "acme-batch-etl", "CREATE_COMPLETE"])],
        ["DescribeStacks", described("acme-batch-etl", standing)],
      ],
      { command, cpu: 256, memory: 512, readOnlyRoot: true, tags: { team: "data" } },
    );
    await expect(result).resolves.toMatchObject({
      change: "created",
      taskDefinitionArn: arn,
      family: "batch-etl",
      revision: 7,
    });
    expect(inputOf("CreateChangeSet")).toMatchObject({
      TemplateBody: renderTaskTemplate(loadTemplate("task"), { command }),
      Parameters: [
        { ParameterKey: "ClusterName", ParameterValue: "batch" },
        { ParameterKey: "Family", ParameterValue: "batch-etl" },
        { ParameterKey: "Image", ParameterValue: "etl:1" },
        { ParameterKey: "Cpu", ParameterValue: "256" },
        { ParameterKey: "Memory", ParameterValue: "512" },
        { ParameterKey: "ReadOnlyRoot", ParameterValue: "true" },
      ],
      Tags: expect.arrayContaining([
        { Key: "team", Value: "data" },
        { Key: "acme:deployment", Value: "batch-etl" },
      ]),
    });
  });

  test("registers nothing, in two calls, when the same is asked for again", async () => {
    const { result, operations } = deploy([
      ["DescribeStacks", described("acme-batch-etl", standing)],
      ["GetTemplate", { TemplateBody: loadTemplate("task") }],
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged", revision: 7 });
    expect(operations()).toHaveLength(2);
  });

  test("says that the cluster is not there when AWS misses its exports", async () => {
    const { result } = deploy([
      ["DescribeStacks", noSuchStack("acme-batch-etl")],
      ["CreateChangeSet", changeSetMade("acme-batch-etl")],
      [
        "DescribeChangeSet",
        { Status: "FAILED", StatusReason: "No export named batch-ExecutionRoleArn found." },
      ],
      ["DescribeStacks", described("acme-batch-etl", { status: "REVIEW_IN_PROGRESS" })],
      ["DeleteStack", {}],
      ["DescribeStacks", { Stacks: [] }],
    ]);
    await expect(result).rejects.toMatchObject({ code: "ACME_CLUSTER_NOT_FOUND", cluster: "batch" });
  });

  test("says the same when AWS finds that out only while it makes the stack", async () => {
    const { result } = deploy([
      ["DescribeStacks", noSuchStack("acme-batch-etl")],
      ["CreateChangeSet", changeSetMade("acme-batch-etl")],
      ["DescribeChangeSet", { Status: "CREATE_COMPLETE" }],
      ["ExecuteChangeSet", {}],
      [
        "DescribeStackEvents",
        events(
          "acme-batch-etl",
          ["1", "acme-batch-etl", "CREATE_IN_PROGRESS"],
          [
            "2",
            "acme-batch-etl",
            "ROLLBACK_IN_PROGRESS",
            "No export named batch-ExecutionRoleArn found. Rollback requested by user.",
          ],
          ["3", "acme-batch-etl", "ROLLBACK_COMPLETE"],
        ),
      ],
      ["DescribeStacks", { Stacks: [] }],
    ]);
    await expect(result).rejects.toMatchObject({ code: "ACME_CLUSTER_NOT_FOUND", cluster: "batch" });
  });

  test.each([
    [{ cluster: "my batch" }, "ACME_BAD_NAME"],
    [{ name: "etl" }, "ACME_BAD_NAME"],
    [{ image: "my image" }, "ACME_BAD_IMAGE"],
    [{ cpu: 256, memory: 4096 }, "ACME_FARGATE_SIZE"],
    [{ cpu: 4096 }, "ACME_FARGATE_SIZE"],
    [{ ephemeralStorageGiB: 20 }, "ACME_BAD_PARAMETER"],
    [{ ephemeralStorageGiB: 201 }, "ACME_BAD_PARAMETER"],
    [{ stopTimeoutSeconds: 121 }, "ACME_BAD_PARAMETER"],
    [{ command: [] }, "ACME_BAD_COMMAND"],
    [{ environment: { "A-B": "x" } }, "ACME_BAD_ENVIRONMENT"],
    [{ command: ["python", "-c", "x".repeat(51_200)] }, "ACME_TEMPLATE_TOO_LARGE"],
  ] as [Partial<TaskRequest>, string][])("refuses %# (%j) without a call", async (request, code) => {
    const { result, operations } = deploy([], request);
    await expect(result).rejects.toMatchObject({ name: "AcmeError", code });
    expect(operations()).toEqual([]);
  });

  test("does not take another's stack of that name for a task", async () => {
    const parameters = standing.parameters;
    const { result } = deploy([
      ["DescribeStacks", described("acme-batch-etl", { status: "CREATE_COMPLETE", parameters, tags })],
      ["GetTemplate", { TemplateBody: loadTemplate("task") }],
    ]);
    await expect(result).rejects.toMatchObject({ code: "ACME_NOT_A_TASK" });
  });
});

test("listTasks has the tasks of one cluster, or of all", async () => {
  const other = { ...tags, "acme:cluster": "prod", "acme:deployment": "prod-etl" };
  const stacks = {
    Stacks: [
      stackOf("acme-prod-etl", { status: "REVIEW_IN_PROGRESS", tags: other }),
      stackOf("acme-batch-etl", standing),
      stackOf("acme-batch", {
        status: "CREATE_COMPLETE",
        tags: { "acme:kind": "cluster", "acme:cluster": "batch" },
      }),
    ],
  };
  const { client } = scriptCloudFormation([
    ["DescribeStacks", stacks],
    ["DescribeStacks", stacks],
  ]);
  await expect(listTasks({ client, cluster: "batch" })).resolves.toEqual([
    {
      name: "batch-etl",
      cluster: "batch",
      stackName: "acme-batch-etl",
      status: "CREATE_COMPLETE",
      taskDefinitionArn: arn,
      image: "etl:1",
      deployedAt: new Date(0),
    },
  ]);
  expect((await listTasks({ client })).map(({ name }) => name)).toEqual(["batch-etl", "prod-etl"]);
});

test("deleteTask deletes the stack and waits until it has gone", async () => {
  const { client, left } = scriptCloudFormation([
    ["DescribeStacks", described("acme-batch-etl", standing)],
    ["DescribeStackEvents", events("acme-batch-etl")],
    ["DeleteStack", {}],
    ["DescribeStackEvents", events("acme-batch-etl", ["1", "acme-batch-etl", "DELETE_COMPLETE"])],
  ]);
  const deletion = deleteTask({ cluster: "batch", name: "batch-etl", client, pace: createVirtualPace() });
  await expect(deletion).resolves.toEqual({ stackName: "acme-batch-etl", change: "deleted" });
  expect(left()).toEqual([]);
});
