import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SFNClient } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { exampleCluster } from "../testing/example-cluster.ts";
import type { CompileOptions } from "../compile/compile-options.ts";
import { pinTaskDefinition } from "../definition-file/pin-task-definition.ts";
import { formatDefinitionFile } from "../definition-file/write-definition-file.ts";
import { deploy } from "./deploy.ts";
import { imitateStepFunctions } from "../testing/imitated-step-functions.ts";
import type { Pace } from "./pace.ts";
import { rollback } from "./rollback.ts";
import type { DeployEvent } from "./world.ts";

const machineArn = "arn:aws:states:eu-central-1:111122223333:stateMachine:batch-etl-prod";
const revision = "arn:aws:ecs:eu-central-1:111122223333:task-definition/batch-etl-prod:1";

function compileJob(options: Partial<CompileOptions> = {}) {
  const file = compile({
    name: "batch-etl-prod",
    image: "python:3.13-slim",
    command: ["python", "etl.py"],
    cluster: exampleCluster,
    ...options,
  });
  return pinTaskDefinition(file, revision);
}

/** Waits not at all and remembers how long it would have. */
function createPace() {
  const slept: number[] = [];
  const pace: Pace = {
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
    },
    random: () => 0.5,
  };
  return { pace, slept };
}

test("a first deployment makes the machine with its version, and the alias", async () => {
  const aws = imitateStepFunctions();
  const events: DeployEvent[] = [];
  const file = compileJob({ tags: { team: "data" } });
  const deployed = await deploy({ file, client: aws.client, onEvent: (event) => events.push(event) });
  expect(deployed).toEqual({
    change: "created",
    stateMachineArn: machineArn,
    versionArn: `${machineArn}:1`,
    version: 1,
    aliasArn: `${machineArn}:live`,
    previousVersionArn: undefined,
    differences: [{ path: "", after: "batch-etl-prod" }],
  });
  expect(events.map(({ kind }) => kind)).toEqual(["stateMachineCreated", "versionPublished", "aliasMoved"]);
  const machine = aws.machines.get("batch-etl-prod");
  expect(machine?.alias).toEqual([{ stateMachineVersionArn: `${machineArn}:1`, weight: 100 }]);
  expect(machine?.versions.get(`${machineArn}:1`)?.description).toBe(file.sourceHash);
  expect([...(machine?.tags ?? [])]).toEqual([["team", "data"]]);
});

test("the same file again changes nothing and takes three calls", async () => {
  const aws = imitateStepFunctions();
  const file = compileJob();
  await deploy({ file, client: aws.client });
  aws.calls.length = 0;
  const again = await deploy({ file, client: aws.client });
  expect(again).toMatchObject({
    change: "unchanged",
    version: 1,
    previousVersionArn: undefined,
    differences: [],
  });
  expect(aws.calls).toEqual(["DescribeStateMachineAlias", "DescribeStateMachine", "ListTagsForResource"]);
});

test("a changed file makes a version, moves the alias and names what differs", async () => {
  const aws = imitateStepFunctions();
  await deploy({ file: compileJob(), client: aws.client });
  const deployed = await deploy({ file: compileJob({ timeoutSeconds: 600 }), client: aws.client });
  expect(deployed).toMatchObject({
    change: "updated",
    version: 2,
    previousVersionArn: `${machineArn}:1`,
    differences: [{ path: "/definition/States/Run job/TimeoutSeconds", after: 600 }],
  });
  expect(aws.machines.get("batch-etl-prod")?.alias).toEqual([
    { stateMachineVersionArn: `${machineArn}:2`, weight: 100 },
  ]);
});

test("a new description makes a new version, since versions are immutable", async () => {
  const aws = imitateStepFunctions();
  await deploy({ file: compileJob(), client: aws.client });
  const deployed = await deploy({ file: compileJob({ description: "Nightly" }), client: aws.client });
  expect(deployed).toMatchObject({ change: "updated", version: 2 });
});

test("tags follow the file without a new version; tags of AWS are left alone", async () => {
  const aws = imitateStepFunctions();
  await deploy({ file: compileJob({ tags: { team: "data", stage: "prod" } }), client: aws.client });
  aws.machines.get("batch-etl-prod")?.tags.set("aws:cloudformation:stack-name", "x");
  const deployed = await deploy({ file: compileJob({ tags: { team: "web" } }), client: aws.client });
  expect(deployed).toMatchObject({ change: "updated", version: 1, previousVersionArn: undefined });
  expect(deployed.differences.map(({ path }) => path).sort()).toEqual(["/tags/stage", "/tags/team"]);
  expect([...(aws.machines.get("batch-etl-prod")?.tags ?? [])]).toEqual([
    ["team", "web"],
    ["aws:cloudformation:stack-name", "x"],
  ]);
});

const cutOffAt = ["CreateStateMachine", "CreateStateMachineAlias"] as const;
test.each(cutOffAt)("a first deployment whose %s was cut off can be repeated", async (operation) => {
  const aws = imitateStepFunctions();
  aws.failAfterNext(operation, "AccessDeniedException");
  const file = compileJob();
  await expect(deploy({ file, client: aws.client })).rejects.toMatchObject({ code: "ACME_DEPLOY_FAILED" });
  const deployed = await deploy({ file, client: aws.client });
  expect(deployed.versionArn).toBe(`${machineArn}:1`);
  expect(aws.machines.get("batch-etl-prod")?.versions.size).toBe(1);
  expect(aws.machines.get("batch-etl-prod")?.alias).toHaveLength(1);
});

test("an update cut off before the alias moved takes the version that it published", async () => {
  const aws = imitateStepFunctions();
  await deploy({ file: compileJob(), client: aws.client });
  aws.failNext("UpdateStateMachineAlias", "AccessDeniedException");
  const file = compileJob({ timeoutSeconds: 600 });
  await expect(deploy({ file, client: aws.client })).rejects.toMatchObject({ code: "ACME_DEPLOY_FAILED" });
  const deployed = await deploy({ file, client: aws.client });
  expect(deployed).toMatchObject({ change: "updated", version: 2, previousVersionArn: `${machineArn}:1` });
  expect(aws.machines.get("batch-etl-prod")?.versions.size).toBe(2);
});

test("a dry run says what would change and calls nothing that changes anything", async () => {
  const aws = imitateStepFunctions();
  const first = await deploy({ file: compileJob(), client: aws.client, dryRun: true });
  expect(first).toMatchObject({ change: "created", versionArn: undefined, version: undefined });
  expect(aws.machines.size).toBe(0);
  await deploy({ file: compileJob(), client: aws.client });
  const second = await deploy({ file: compileJob({ spot: true }), client: aws.client, dryRun: true });
  expect(second).toMatchObject({ change: "updated", version: 1, previousVersionArn: `${machineArn}:1` });
  expect(second.differences.map(({ path }) => path)).toContain(
    "/definition/States/Run job/Arguments/LaunchType",
  );
  expect(aws.machines.get("batch-etl-prod")?.versions.size).toBe(1);
});

test("throttles and a role that is not known yet are waited out, longer each time", async () => {
  const aws = imitateStepFunctions();
  const { pace, slept } = createPace();
  aws.failNext("DescribeStateMachineAlias", "ThrottlingException");
  aws.failNext(
    "CreateStateMachine",
    "AccessDeniedException",
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
  );
  aws.failNext("CreateStateMachine", "TooManyRequestsException");
  const deployed = await deploy({ file: compileJob(), client: aws.client, pace });
  expect(deployed.change).toBe("created");
  expect(slept).toEqual([375, 375, 750]);
});

test("a throttle without end fails with AWS's last words after nine attempts", async () => {
  const aws = imitateStepFunctions();
  const { pace, slept } = createPace();
  for (let i = 0; i < 20; i += 1)
    aws.failNext("DescribeStateMachineAlias", "ThrottlingException", "Rate exceeded");
  await expect(deploy({ file: compileJob(), client: aws.client, pace })).rejects.toThrow(
    'Deploying "batch-etl-prod" failed. ThrottlingException: Rate exceeded',
  );
  expect(aws.calls).toHaveLength(9);
  expect(slept).toHaveLength(8);
  expect(Math.max(...slept)).toBeLessThanOrEqual(15_000);
});

test("an abort ends the waiting", async () => {
  const aws = imitateStepFunctions();
  const controller = new AbortController();
  aws.failNext("DescribeStateMachineAlias", "ThrottlingException");
  const pace: Pace = {
    async sleep(_, signal) {
      controller.abort(new Error("Ctrl-C"));
      signal?.throwIfAborted();
    },
    random: () => 0,
  };
  const deployment = deploy({ file: compileJob(), client: aws.client, pace, signal: controller.signal });
  await expect(deployment).rejects.toThrow("Ctrl-C");
  expect(aws.calls).toHaveLength(1);
});

test("an abort ends a call that is under way", async () => {
  const controller = new AbortController();
  const client = new SFNClient({
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler: {
      // Never answers: it ends when it is told to, as a connection does.
      handle: (_: unknown, { abortSignal }: { abortSignal?: AbortSignal } = {}) =>
        new Promise<never>((__, reject) => {
          abortSignal?.addEventListener("abort", () => reject(new Error("closed")));
          controller.abort(new Error("Ctrl-C"));
        }),
    },
  });
  await expect(deploy({ file: compileJob(), client, signal: controller.signal })).rejects.toThrow("Ctrl-C");
});

test("a definition that AWS would refuse is refused before any call, with line and column in the file", async () => {
  const aws = imitateStepFunctions();
  const folder = await mkdtemp(join(tmpdir(), "acme-deploy-"));
  const path = join(folder, "etl.json");
  const text = formatDefinitionFile(compileJob()).replace('"Default": "Run job"', '"Default": "Run jbo"');
  await writeFile(path, text);
  const line = text.split("\n").findIndex((part) => part.includes("Run jbo")) + 1;
  try {
    await expect(deploy({ path, client: aws.client })).rejects.toMatchObject({
      code: "ACME_DEFINITION_REFUSED",
      message: expect.stringContaining(`etl.json:${line}:20 (/States/Check parameters/Default)`),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(aws.calls).toEqual([]);
});

test("a file whose task definition is not pinned is refused before any call", async () => {
  const aws = imitateStepFunctions();
  const file = compile({ name: "batch-etl-prod", image: "busybox", cluster: exampleCluster });
  await expect(deploy({ file, client: aws.client })).rejects.toMatchObject({
    code: "ACME_DEFINITION_UNPINNED",
    message: expect.stringContaining("${TaskDefinitionArn} still stands in it"),
  });
  expect(aws.calls).toEqual([]);
});

test("another region than the cluster's is refused before any call", async () => {
  const aws = imitateStepFunctions("us-east-1");
  await expect(deploy({ file: compileJob(), client: aws.client })).rejects.toMatchObject({
    code: "ACME_REGION_MISMATCH",
    hint: "Deploy with region eu-central-1, or compile the job for a cluster in us-east-1.",
  });
  expect(aws.calls).toEqual([]);
});

test("an EXPRESS machine of the same name is not touched", async () => {
  const aws = imitateStepFunctions();
  await deploy({ file: compileJob(), client: aws.client });
  const machine = aws.machines.get("batch-etl-prod");
  if (machine !== undefined) machine.type = "EXPRESS";
  await expect(deploy({ file: compileJob(), client: aws.client })).rejects.toMatchObject({
    code: "ACME_STATE_MACHINE_TYPE",
  });
});

test("rollback goes to the version before the live one, or to the one named", async () => {
  const aws = imitateStepFunctions();
  for (const timeoutSeconds of [1, 2, 3])
    await deploy({ file: compileJob({ timeoutSeconds }), client: aws.client });
  const back = await rollback({ stateMachineArn: machineArn, client: aws.client });
  expect(back).toEqual({
    aliasArn: `${machineArn}:live`,
    fromVersionArn: `${machineArn}:3`,
    versionArn: `${machineArn}:2`,
    version: 2,
  });
  expect(await rollback({ stateMachineArn: machineArn, toVersion: 3, client: aws.client })).toMatchObject({
    version: 3,
  });
  await expect(rollback({ stateMachineArn: machineArn, toVersion: 9, client: aws.client })).rejects.toThrow(
    `${machineArn} has no version 9. Versions: 3, 2, 1.`,
  );
});

test("deploying the newest file after a rollback makes its version live again, not a new one", async () => {
  const aws = imitateStepFunctions();
  await deploy({ file: compileJob({ timeoutSeconds: 1 }), client: aws.client });
  await deploy({ file: compileJob({ timeoutSeconds: 2 }), client: aws.client });
  await rollback({ stateMachineArn: machineArn, client: aws.client });
  const deployed = await deploy({ file: compileJob({ timeoutSeconds: 2 }), client: aws.client });
  expect(deployed).toMatchObject({ change: "updated", version: 2, previousVersionArn: `${machineArn}:1` });
});
