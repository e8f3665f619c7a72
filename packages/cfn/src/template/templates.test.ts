import { describe, expect, test } from "vitest";
import { clusterOutputs } from "../testing/cluster-outputs.ts";
import { loadTemplate } from "./load-template.ts";
import { isRecord, parseTemplate } from "./parse-template.ts";

const cluster = parseTemplate(loadTemplate("cluster")).toJS();
const task = parseTemplate(loadTemplate("task")).toJS();

/** The policy statements of the cluster's roles, those behind a condition too. */
function findStatements(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(findStatements);
  if (!isRecord(value)) return [];
  if ("Effect" in value) return [value];
  return Object.values(value).flatMap(findStatements);
}

const roles = Object.entries<Record<string, unknown>>(cluster.Resources).filter(
  ([, { Type }]) => Type === "AWS::IAM::Role",
);
const grants = roles.flatMap(([role, { Properties }]) =>
  isRecord(Properties)
    ? findStatements(Properties["Policies"]).map((statement) => ({ role, statement }))
    : [],
);

describe("the cluster template", () => {
  test("exports every output under the cluster's name", () => {
    expect(Object.keys(cluster.Outputs)).toEqual(Object.keys(clusterOutputs));
    for (const [name, output] of Object.entries<{ Export: { Name: string } }>(cluster.Outputs))
      expect(output.Export.Name).toBe(`\${ClusterName}-${name}`);
  });

  test("has four roles, all of them bounded by the permissions boundary, under the cluster's path", () => {
    expect(roles.map(([name]) => name)).toEqual([
      "ExecutionRole",
      "TaskRole",
      "StateMachineRole",
      "SchedulerRole",
    ]);
    for (const [, { Properties }] of roles)
      expect(Properties).toMatchObject({
        Path: "/acme/${ClusterName}/",
        PermissionsBoundary: ["HasPermissionsBoundary", "PermissionsBoundaryArn", "AWS::NoValue"],
      });
  });

  test("lets each role be taken only for this account", () => {
    for (const [, { Properties }] of roles) {
      const trust = isRecord(Properties) ? findStatements(Properties["AssumeRolePolicyDocument"]) : [];
      expect(trust).toHaveLength(1);
      expect(trust[0]?.["Condition"]).toMatchObject({
        StringEquals: { "aws:SourceAccount": "AWS::AccountId" },
        ArnLike: { "aws:SourceArn": expect.stringContaining("${AWS::AccountId}") },
      });
    }
  });

  test("grants actions by name, on resources by name, but for the one that AWS knows no resource of", () => {
    expect(grants.length).toBeGreaterThan(10);
    for (const { statement } of grants) expect(JSON.stringify(statement["Action"])).not.toContain("*");
    const onEverything = grants.filter(({ statement }) => statement["Resource"] === "*");
    expect(onEverything.map(({ statement }) => statement["Action"])).toEqual(["ecr:GetAuthorizationToken"]);
  });

  test("lets state machines run every revision of the cluster's families, on this cluster only", () => {
    const run = grants.find(({ statement }) => statement["Action"] === "ecs:RunTask");
    expect(run).toMatchObject({
      role: "StateMachineRole",
      statement: {
        Resource: expect.stringMatching(/:task-definition\/\$\{ClusterName\}-\*:\*$/),
        Condition: { ArnEquals: { "ecs:cluster": "Cluster.Arn" } },
      },
    });
  });

  test("passes roles to ECS tasks only", () => {
    const pass = grants.filter(({ statement }) =>
      JSON.stringify(statement["Action"]).includes("iam:PassRole"),
    );
    expect(pass.map(({ statement }) => statement["Condition"])).toEqual([
      { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    ]);
  });

  test("has nothing that costs money while nothing runs, but for what is stored", () => {
    const types = new Set(Object.values<{ Type: string }>(cluster.Resources).map(({ Type }) => Type));
    expect([...types].sort()).toEqual([
      "AWS::EC2::InternetGateway",
      "AWS::EC2::Route",
      "AWS::EC2::RouteTable",
      "AWS::EC2::SecurityGroup",
      "AWS::EC2::Subnet",
      "AWS::EC2::SubnetRouteTableAssociation",
      "AWS::EC2::VPC",
      "AWS::EC2::VPCEndpoint",
      "AWS::EC2::VPCGatewayAttachment",
      "AWS::ECS::Cluster",
      "AWS::IAM::Role",
      "AWS::Logs::LogGroup",
      "AWS::S3::Bucket",
      "AWS::S3::BucketPolicy",
    ]);
    // An interface endpoint would be billed by the hour.
    expect(cluster.Resources.S3Endpoint.Properties.VpcEndpointType).toBe("Gateway");
    expect(cluster.Parameters.ContainerInsights.Default).toBe("disabled");
  });

  test("admits nothing into the jobs' security group", () => {
    expect(cluster.Resources.SecurityGroup.Properties).not.toHaveProperty("SecurityGroupIngress");
  });
});

describe("the task template", () => {
  test("keeps old revisions registered", () => {
    expect(task.Resources.TaskDefinition).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });

  test("imports only what the cluster exports", () => {
    const imports = [...loadTemplate("task").matchAll(/Fn::ImportValue: !Sub \$\{ClusterName\}-(\w+)/g)];
    expect(imports.map(([, output]) => output)).toEqual(["ExecutionRoleArn", "TaskRoleArn", "LogGroupName"]);
    for (const [, output = ""] of imports) expect(Object.keys(clusterOutputs)).toContain(output);
  });
});

test("both templates fit into a request, the task's with room for a long command", () => {
  expect(Buffer.byteLength(loadTemplate("cluster"))).toBeLessThan(51_200);
  expect(Buffer.byteLength(loadTemplate("task"))).toBeLessThan(10_000);
});
