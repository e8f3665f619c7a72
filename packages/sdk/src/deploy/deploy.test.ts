import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, writeDefinitionFile } from "@acme-engine/stepfn";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createIdentity } from "../identity.ts";
import { awsError, createScriptedClients } from "../testing/scripted-clients.ts";
import type { Script } from "../testing/scripted-clients.ts";
import { createVirtualPace } from "../testing/virtual-pace.ts";
import type { DeployContext } from "./deploy-context.ts";
import { compileOnly, deploy, deployFile } from "./deploy.ts";
import type { DeployEvent } from "./deploy-event.ts";

// What comes before anything is made; tests/sdk-deploy-run.test.ts goes the whole path on an engine.

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "acme-deploy-"));
});
afterEach(() => rm(folder, { recursive: true }));

const account = "123456789012";
const outputs = {
  ClusterArn: `arn:aws:ecs:us-east-1:${account}:cluster/batch`,
  VpcId: "vpc-1",
  SubnetIds: "subnet-1,subnet-2",
  SecurityGroupIds: "sg-1",
  AssignPublicIp: "ENABLED",
  LogGroupName: "/acme/batch",
  BucketName: "bucket",
  ExecutionRoleArn: `arn:aws:iam::${account}:role/execution`,
  TaskRoleArn: `arn:aws:iam::${account}:role/task`,
  StateMachineRoleArn: `arn:aws:iam::${account}:role/machine`,
  SchedulerRoleArn: `arn:aws:iam::${account}:role/scheduler`,
  JobCpu: "512",
  JobMemory: "2048",
};

const aws: Script = {
  GetCallerIdentity: () => ({ Account: account, Arn: `arn:aws:iam::${account}:user/me` }),
  DescribeStacks: () => ({
    Stacks: [
      {
        StackName: "acme-batch",
        StackStatus: "CREATE_COMPLETE",
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  }),
  ListTagsForResource: () => {
    throw awsError("ResourceNotFound");
  },
};

function createWorld(script: Script = {}, options: Partial<DeployContext> = {}) {
  const { clients, calls } = createScriptedClients({ ...aws, ...script }, { isAws: true });
  const events: DeployEvent[] = [];
  const context: DeployContext = {
    target: { cluster: "batch", clients, pace: createVirtualPace(), identity: createIdentity(clients) },
    definitionsDirectory: folder,
    resolveImage: undefined,
    emit: (event) => events.push(event),
    signal: undefined,
    ...options,
  };
  return { context, calls, events };
}

const digest = `sha256:${"0f3c".repeat(16)}`;
const pinned = `python@${digest}`;

const job = { name: "prod", image: "python:3.13-slim" };

describe("before anything is made", () => {
  test("bad input costs no call", async () => {
    const { context, calls } = createWorld();
    await expect(deploy(context, { ...job, cron: "@daily" })).rejects.toMatchObject({
      code: "ACME_BAD_INPUT",
    });
    await expect(deploy(context, { ...job, name: "a b" })).rejects.toMatchObject({ code: "ACME_BAD_NAME" });
    await expect(deploy(context, { ...job, image: "a b" })).rejects.toMatchObject({ code: "ACME_BAD_IMAGE" });
    await expect(deploy(context, { ...job, cpu: 256, memory: 9000 })).rejects.toMatchObject({
      code: "ACME_FARGATE_SIZE",
    });
    expect(calls).toEqual([]);
  });

  test("missing credentials are told before anything else is asked", async () => {
    const { context, calls } = createWorld({
      GetCallerIdentity: () => {
        throw awsError("CredentialsProviderError", "Could not load credentials from any providers");
      },
    });
    await expect(deploy(context, job)).rejects.toMatchObject({ code: "ACME_NO_CREDENTIALS" });
    expect(calls).toEqual(["GetCallerIdentity"]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("a VPC that is not the cluster's is refused", async () => {
    const { context } = createWorld();
    await expect(deploy(context, { ...job, jobVariables: { vpc_id: "vpc-2" } })).rejects.toMatchObject({
      code: "ACME_BAD_INPUT",
      message: expect.stringContaining(
        `jobVariables.vpc_id is "vpc-2", but jobs of the cluster "batch" run in vpc-1`,
      ),
    });
  });

  test("a state machine that is nobody's deployment is not replaced", async () => {
    const { context, calls } = createWorld({ ListTagsForResource: () => ({ tags: [] }) });
    await expect(deploy(context, job)).rejects.toMatchObject({
      code: "ACME_NAME_TAKEN",
      message: `There is a state machine "batch-prod" that is not a deployment of ours; "prod" would replace it.`,
    });
    expect(calls).toEqual(["GetCallerIdentity", "DescribeStacks", "ListTagsForResource"]);
  });

  test("a file of another cluster is refused before any call", async () => {
    const { context, calls } = createWorld();
    const path = join(folder, "other.json");
    const cluster = {
      clusterArn: `arn:aws:ecs:us-east-1:${account}:cluster/gpu`,
      subnetIds: ["subnet-1"],
      securityGroupIds: [],
      assignPublicIp: false,
      bucketName: "bucket",
      stateMachineRoleArn: outputs.StateMachineRoleArn,
    };
    await writeDefinitionFile(path, compile({ name: "gpu-train", image: "train:1", cluster }));
    await expect(deployFile(context, path)).rejects.toMatchObject({
      code: "ACME_CLUSTER_MISMATCH",
      message: `${path} was compiled for the cluster "gpu"; this deployer deploys to "batch".`,
    });
    expect(calls).toEqual([]);
  });
});

describe("compiling", () => {
  test("pins the image, sizes the job as the cluster says, and names the deployment in tags", async () => {
    const { context, events } = createWorld({}, { resolveImage: async () => ({ image: pinned, digest }) });
    const { path, file } = await compileOnly(
      context,
      { ...job, entrypoint: "flows/etl.py:etl", tags: ["nightly"] },
      undefined,
    );
    expect(path).toBe(join(folder, "batch-etl-prod.json"));
    expect(file).toMatchObject({
      name: "batch-etl-prod",
      roleArn: outputs.StateMachineRoleArn,
      task: { image: pinned, cpu: 512, memory: 2048 },
      tags: { "acme:cluster": "batch", "acme:deployment": "etl/prod", "acme:label:nightly": "true" },
      deployment: { name: "prod", flow: "etl", entrypoint: "flows/etl.py:etl" },
    });
    expect(events).toContainEqual({
      kind: "phase",
      phase: "resolveImage",
      message: `python:3.13-slim is ${pinned}`,
    });
  });

  test("an image whose registry does not tell keeps its tag, and says why", async () => {
    const { context, events } = createWorld(
      {},
      { resolveImage: async (image) => ({ image, reason: "ghcr.io asks for a login" }) },
    );
    const { file } = await compileOnly(context, job, undefined);
    expect(file.task).toMatchObject({ image: "python:3.13-slim" });
    expect(events).toContainEqual(
      expect.objectContaining({
        message: "python:3.13-slim keeps its tag, whatever it comes to mean: ghcr.io asks for a login",
      }),
    );
  });

  test("the job's own network takes the place of the cluster's, its security groups stay", async () => {
    const { context } = createWorld();
    const network_configuration = { subnets: ["subnet-9"], assignPublicIp: "DISABLED" };
    const { file } = await compileOnly(
      context,
      { ...job, jobVariables: { network_configuration } },
      undefined,
    );
    expect(file.definition).toMatchObject({
      States: {
        "Run job": {
          Arguments: {
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: ["subnet-9"],
                SecurityGroups: ["sg-1"],
                AssignPublicIp: "DISABLED",
              },
            },
          },
        },
      },
    });
  });

  test("a capacity provider strategy goes in before the caller's transform", async () => {
    const { context } = createWorld();
    const { file } = await compileOnly(
      context,
      {
        ...job,
        jobVariables: { capacity_provider_strategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] },
        transform: (definition: object) => ({ ...definition, Comment: "mine" }),
      },
      undefined,
    );
    expect(file.definition).toMatchObject({
      Comment: "mine",
      States: {
        "Run job": {
          Arguments: { CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }] },
        },
      },
    });
    expect(JSON.stringify(file.definition)).not.toContain("LaunchType");
  });
});
