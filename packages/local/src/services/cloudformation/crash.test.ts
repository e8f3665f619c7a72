import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient, ListClustersCommand, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-crash-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const trust = {
  Statement: [
    { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
};
const template = ({ image = "a:1", days = 1, family = "jobs", broken = false } = {}) =>
  JSON.stringify({
    Resources: {
      Cluster: { Type: "AWS::ECS::Cluster", Properties: {} },
      Logs: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: days } },
      Bucket: { Type: "AWS::S3::Bucket", Properties: {} },
      Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } },
      Task: {
        Type: "AWS::ECS::TaskDefinition",
        Properties: {
          Family: family,
          TaskRoleArn: { "Fn::GetAtt": ["Role", "Arn"] },
          ContainerDefinitions: [{ Name: "main", Image: image, Memory: 128 }],
        },
      },
      ...(broken
        ? {
            Wrong: {
              Type: "AWS::S3::BucketPolicy",
              DependsOn: ["Task", "Logs"],
              Properties: { Bucket: "no-such-bucket", PolicyDocument: {} },
            },
          }
        : {}),
    },
    Outputs: { Task: { Value: { Ref: "Task" } } },
  });

/** Everything that is there, as the services themselves tell. */
async function takeStock(world: StackWorld) {
  const ecs = new ECSClient(world.client);
  const { clusterArns } = await ecs.send(new ListClustersCommand({}));
  const { taskDefinitionArns } = await ecs.send(new ListTaskDefinitionsCommand({}));
  const { Roles } = await new IAMClient(world.client).send(new ListRolesCommand({}));
  const { Buckets } = await new S3Client(world.client).send(new ListBucketsCommand({}));
  const { logGroups } = await new CloudWatchLogsClient(world.client).send(new DescribeLogGroupsCommand({}));
  return {
    clusters: clusterArns?.length,
    revisions: taskDefinitionArns?.map((arn) => arn.split("/")[1]),
    roles: Roles?.length,
    buckets: Buckets?.length ?? 0,
    retention: logGroups?.map(({ retentionInDays }) => retentionInDays),
  };
}

interface Scenario {
  prepare?: (world: StackWorld) => Promise<unknown>;
  act: (world: StackWorld) => Promise<unknown>;
  verify: (world: StackWorld, status: string | undefined) => Promise<void>;
}

/** Runs `act` again and again, killed after one commit, after two, …, and lets the next process finish each time. */
async function killAtEachCommit({ prepare, act, verify }: Scenario): Promise<number> {
  for (let kills = 0; ; kills++) {
    const storePath = join(folder, `${kills}.db`);
    const before = createStackWorld({ storePath });
    await prepare?.(before);
    await before.settled();
    await before.close();

    const killed = createStackWorld({ storePath, lastCommit: kills });
    await act(killed).catch(() => undefined);
    await killed.settled();
    const wasKilled = killed.store.isKilled;
    killed.store.close();

    const after = createStackWorld({ storePath });
    await after.resume();
    await after.settled();
    const { Stacks: [stack] = [] } = await after.cloudFormation
      .send(new DescribeStacksCommand({ StackName: "jobs" }))
      .catch(() => ({ Stacks: [] }));
    await verify(after, stack?.StackStatus);
    expect(after.bugs).toEqual([]);
    await after.close();
    if (!wasKilled) return kills;
  }
}

const create = (world: StackWorld, body: string) =>
  world.cloudFormation.send(
    new CreateStackCommand({ StackName: "jobs", TemplateBody: body, Capabilities: ["CAPABILITY_IAM"] }),
  );
const update = (world: StackWorld, body: string) =>
  world.cloudFormation.send(
    new UpdateStackCommand({ StackName: "jobs", TemplateBody: body, Capabilities: ["CAPABILITY_IAM"] }),
  );

test(
  "a creation that is killed at any commit is finished by the next engine, with nothing made twice",
  { timeout: 120_000 },
  async () => {
    const kills = await killAtEachCommit({
      act: (world) => create(world, template()),
      async verify(world, status) {
        // A call that was not answered may have left nothing at all.
        if (status === undefined) {
          return expect(await takeStock(world)).toMatchObject({
            clusters: 0,
            revisions: [],
            roles: 0,
            buckets: 0,
          });
        }
        expect(status).toBe("CREATE_COMPLETE");
        return expect(await takeStock(world)).toEqual({
          clusters: 1,
          revisions: ["jobs:1"],
          roles: 1,
          buckets: 1,
          retention: [1],
        });
      },
    });
    expect(kills).toBeGreaterThan(20);
  },
);

test(
  "a failing creation that is killed at any commit is rolled back by the next engine",
  { timeout: 120_000 },
  async () => {
    await killAtEachCommit({
      act: (world) => create(world, template({ broken: true })),
      async verify(world, status) {
        if (status !== undefined) expect(status).toBe("ROLLBACK_COMPLETE");
        expect(await takeStock(world)).toEqual({
          clusters: 0,
          revisions: [],
          roles: 0,
          buckets: 0,
          retention: [],
        });
      },
    });
  },
);

test(
  "an update that is killed at any commit is finished by the next engine, the replaced revision gone",
  { timeout: 120_000 },
  async () => {
    await killAtEachCommit({
      prepare: (world) => create(world, template()),
      act: (world) => update(world, template({ image: "a:2", days: 3 })),
      async verify(world, status) {
        const stock = await takeStock(world);
        if (status === "CREATE_COMPLETE") return expect(stock.revisions).toEqual(["jobs:1"]);
        expect(status).toBe("UPDATE_COMPLETE");
        return expect(stock).toEqual({
          clusters: 1,
          revisions: ["jobs:2"],
          roles: 1,
          buckets: 1,
          retention: [3],
        });
      },
    });
  },
);

test(
  "a failing update that is killed at any commit leaves the stack as it was",
  { timeout: 120_000 },
  async () => {
    await killAtEachCommit({
      prepare: (world) => create(world, template()),
      act: (world) => update(world, template({ image: "a:2", days: 3, broken: true })),
      async verify(world, status) {
        expect(["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]).toContain(status);
        expect(await takeStock(world)).toEqual({
          clusters: 1,
          revisions: ["jobs:1"],
          roles: 1,
          buckets: 1,
          retention: [1],
        });
      },
    });
  },
);

test(
  "a deletion that is killed at any commit is finished by the next engine",
  { timeout: 120_000 },
  async () => {
    await killAtEachCommit({
      prepare: (world) => create(world, template()),
      act: (world) => world.cloudFormation.send(new DeleteStackCommand({ StackName: "jobs" })),
      async verify(world, status) {
        const stock = await takeStock(world);
        if (status === "CREATE_COMPLETE") return expect(stock.clusters).toBe(1);
        expect(status).toBeUndefined();
        return expect(stock).toEqual({ clusters: 0, revisions: [], roles: 0, buckets: 0, retention: [] });
      },
    });
  },
);
