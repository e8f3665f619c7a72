import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { DescribeClustersCommand, ECSClient, ListTagsForResourceCommand } from "@aws-sdk/client-ecs";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "../testing/stack-world.ts";

let world: StackWorld;
let iam: IAMClient;
let s3: S3Client;
let ecs: ECSClient;
beforeEach(() => {
  world = createStackWorld();
  iam = new IAMClient(world.client);
  s3 = new S3Client({ ...world.client, forcePathStyle: true });
  ecs = new ECSClient(world.client);
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const input = (resources: object, team?: string) => ({
  StackName: "stack",
  TemplateBody: JSON.stringify({ Resources: resources }),
  Capabilities: ["CAPABILITY_NAMED_IAM" as const],
  ...(team === undefined ? {} : { Tags: [{ Key: "team", Value: team }] }),
});
async function create(resources: object, team?: string) {
  await world.cloudFormation.send(new CreateStackCommand(input(resources, team)));
  expect(await world.settledStack("stack")).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
}
async function update(resources: object, team?: string) {
  await world.cloudFormation.send(new UpdateStackCommand(input(resources, team)));
  expect(await world.settledStack("stack")).toMatchObject({ StackStatus: "UPDATE_COMPLETE" });
}
async function remove() {
  const { StackId = "" } = await world.settledStack("stack");
  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "stack" }));
  expect(await world.settledStack(StackId)).toMatchObject({ StackStatus: "DELETE_COMPLETE" });
}

const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});
const allow = (action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
});
const role = (properties: object = {}) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: "runner",
    AssumeRolePolicyDocument: trust("ecs-tasks.amazonaws.com"),
    ...properties,
  },
});
const listPolicies = async () => {
  const inline = await iam.send(new ListRolePoliciesCommand({ RoleName: "runner" }));
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "runner" }));
  return [
    ...(inline.PolicyNames ?? []),
    ...(attached.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn),
  ];
};

test("a role changes its trust, policies, boundary and tags in place", async () => {
  const [first, second] = ["AmazonS3ReadOnlyAccess", "AmazonSQSFullAccess"].map(
    (name) => `arn:aws:iam::aws:policy/${name}`,
  );
  await create(
    {
      Role: role({
        Policies: [
          { PolicyName: "a", PolicyDocument: allow("s3:*") },
          { PolicyName: "b", PolicyDocument: allow("s3:*") },
        ],
        ManagedPolicyArns: [first],
        PermissionsBoundary: first,
        Tags: [{ Key: "own", Value: "1" }],
      }),
    },
    "data",
  );
  expect(await listPolicies()).toEqual(["a", "b", first]);
  const before = (await iam.send(new GetRoleCommand({ RoleName: "runner" }))).Role;
  expect(before?.Tags).toEqual([
    { Key: "team", Value: "data" },
    { Key: "own", Value: "1" },
  ]);
  expect(before?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(first);

  await update(
    {
      Role: role({
        AssumeRolePolicyDocument: trust("states.amazonaws.com"),
        Policies: [{ PolicyName: "b", PolicyDocument: allow("sqs:*") }],
        ManagedPolicyArns: [second],
        MaxSessionDuration: "7200",
      }),
    },
    "web",
  );
  expect(await listPolicies()).toEqual(["b", second]);
  const after = (await iam.send(new GetRoleCommand({ RoleName: "runner" }))).Role;
  expect(after).toMatchObject({
    RoleId: before?.RoleId,
    MaxSessionDuration: 7200,
    Tags: [{ Key: "team", Value: "web" }],
  });
  expect(decodeURIComponent(after?.AssumeRolePolicyDocument ?? "")).toContain("states.amazonaws.com");
  expect(after?.PermissionsBoundary).toBeUndefined();
  await remove();
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
});

test("a policy is put onto its roles, and a managed one gets versions", async () => {
  const resources = (action: string, withInline = true) => ({
    Role: role(),
    Inline: {
      Type: "AWS::IAM::Policy",
      Properties: {
        PolicyName: "inline",
        PolicyDocument: allow(action),
        Roles: withInline ? [{ Ref: "Role" }] : [],
      },
    },
    Managed: {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: {
        ManagedPolicyName: "managed",
        Path: "/acme/",
        PolicyDocument: allow(action),
        Roles: [{ Ref: "Role" }],
      },
    },
  });
  const PolicyArn = "arn:aws:iam::000000000000:policy/acme/managed";
  await create(resources("s3:*"));
  expect(await listPolicies()).toEqual(["inline", PolicyArn]);
  for (const action of ["a:*", "b:*", "c:*", "d:*", "e:*", "f:*"]) await update(resources(action));
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  expect(Policy?.DefaultVersionId).toBe("v7");
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v7" }));
  expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toContain("f:*");
  await update(resources("f:*", false));
  expect(await listPolicies()).toEqual([PolicyArn]);
  await remove();
  await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toThrow("was not found");
});

test("a bucket's settings come, change and go", async () => {
  const bucket = (properties: object) => ({
    Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "job-results", ...properties } },
    Policy: {
      Type: "AWS::S3::BucketPolicy",
      Properties: {
        Bucket: { Ref: "Bucket" },
        PolicyDocument: {
          Statement: [
            { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: { "Fn::Sub": "${Bucket.Arn}/*" } },
          ],
        },
      },
    },
  });
  const lifecycle = (days: string) => ({
    LifecycleConfiguration: {
      Rules: [
        {
          Id: "expire",
          Status: "Enabled",
          Prefix: "results/",
          ExpirationInDays: days,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
  });
  const encryption = {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: "true" },
      ],
    },
  };
  const Bucket = "job-results";
  const readRules = async () =>
    (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules?.map(
      ({ Filter, Expiration }) => [Filter?.Prefix, Expiration?.Days],
    );
  await create(bucket({ ...lifecycle("30"), ...encryption }), "data");
  expect(await readRules()).toEqual([["results/", 30]]);
  const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(Policy).toContain("arn:aws:s3:::job-results/*");
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
  ]);
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
    { Key: "team", Value: "data" },
  ]);

  await update(bucket(lifecycle("7")), "web");
  expect(await readRules()).toEqual([["results/", 7]]);
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
    { Key: "team", Value: "web" },
  ]);
  await update(bucket({}), "web");
  await expect(readRules()).rejects.toThrow("The lifecycle configuration does not exist");
  await remove();
});

test("a cluster changes its settings, capacity providers and tags in place", async () => {
  const resources = (insights: string, providers: string[]) => ({
    Cluster: {
      Type: "AWS::ECS::Cluster",
      Properties: { ClusterName: "batch", ClusterSettings: [{ Name: "containerInsights", Value: insights }] },
    },
    Capacity: {
      Type: "AWS::ECS::ClusterCapacityProviderAssociations",
      Properties: {
        Cluster: { Ref: "Cluster" },
        CapacityProviders: providers,
        DefaultCapacityProviderStrategy: [{ CapacityProvider: "FARGATE", Weight: "1" }],
      },
    },
  });
  const describe = async () =>
    (await ecs.send(new DescribeClustersCommand({ clusters: ["batch"], include: ["SETTINGS"] })))
      .clusters?.[0];
  await create(resources("disabled", ["FARGATE"]), "data");
  expect(await describe()).toMatchObject({
    capacityProviders: ["FARGATE"],
    defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
  });
  await update(resources("disabled", ["FARGATE"]), "web");
  expect((await describe())?.capacityProviders).toEqual(["FARGATE"]);
  await update(resources("enabled", ["FARGATE", "FARGATE_SPOT"]), "web");
  const cluster = await describe();
  expect(cluster).toMatchObject({
    settings: [{ name: "containerInsights", value: "enabled" }],
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
  });
  const { tags } = await ecs.send(new ListTagsForResourceCommand({ resourceArn: cluster?.clusterArn }));
  expect(tags).toEqual([{ key: "team", value: "web" }]);
  await remove();
  expect((await describe())?.status).toBe("INACTIVE");
});
