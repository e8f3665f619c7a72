import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
  type CreateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

let world: StackWorld;
beforeEach(() => {
  world = createStackWorld();
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const logGroup = (name: string, more: object = {}, attributes: object = {}) => ({
  Type: "AWS::Logs::LogGroup",
  Properties: { LogGroupName: name, ...more },
  ...attributes,
});
const body = (resources: object, more: object = {}) => JSON.stringify({ Resources: resources, ...more });

const create = (resources: object, options: Partial<CreateStackCommandInput> = {}) =>
  world.cloudFormation.send(
    new CreateStackCommand({ StackName: "stack", TemplateBody: body(resources), ...options }),
  );
const update = (resources: object, options: object = {}) =>
  world.cloudFormation.send(
    new UpdateStackCommand({ StackName: "stack", TemplateBody: body(resources), ...options }),
  );
const remove = () => world.cloudFormation.send(new DeleteStackCommand({ StackName: "stack" }));

/** Oldest first: `LogicalId STATUS reason`. */
async function readEvents(stack = "stack"): Promise<string[]> {
  const { StackEvents = [] } = await world.cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: stack }),
  );
  return StackEvents.toReversed().map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason = "" }) =>
    `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`.trim(),
  );
}

async function listLogGroups() {
  const logs = new CloudWatchLogsClient(world.client);
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  return Object.fromEntries(
    logGroups.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays]),
  );
}

const failing = (dependsOn: string[] = []) => ({
  Type: "AWS::S3::BucketPolicy",
  DependsOn: dependsOn,
  Properties: { Bucket: "no-such-bucket", PolicyDocument: { Statement: [] } },
});

describe("creation", () => {
  test("tells each step in order, what is referred to first", async () => {
    await create({
      Second: logGroup("/second", {}, { DependsOn: "First" }),
      First: logGroup("/first"),
    });
    expect((await world.settledStack("stack")).StackStatus).toBe("CREATE_COMPLETE");
    expect(await readEvents()).toEqual([
      "stack CREATE_IN_PROGRESS User Initiated",
      "First CREATE_IN_PROGRESS",
      "First CREATE_IN_PROGRESS Resource creation Initiated",
      "First CREATE_COMPLETE",
      "Second CREATE_IN_PROGRESS",
      "Second CREATE_IN_PROGRESS Resource creation Initiated",
      "Second CREATE_COMPLETE",
      "stack CREATE_COMPLETE",
    ]);
  });

  test("begins resources that do not depend on each other at the same time", async () => {
    await create({ First: logGroup("/first"), Second: logGroup("/second") });
    await world.settled();
    const events = await readEvents();
    expect(events.indexOf("Second CREATE_IN_PROGRESS")).toBeLessThan(events.indexOf("First CREATE_COMPLETE"));
  });

  test("that fails deletes what was made and gives the service's reason", async () => {
    await create({ Logs: logGroup("/made"), Policy: failing(["Logs"]) });
    const stack = await world.settledStack("stack");
    expect(stack.StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(await listLogGroups()).toEqual({});
    const events = await readEvents();
    expect(events).toContainEqual(
      expect.stringMatching(
        /^Policy CREATE_FAILED Resource handler returned message: "The specified bucket does not exist \(Service: S3, Status Code: 404, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: NotFound\)$/,
      ),
    );
    expect(events).toContain(
      "stack ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Policy]. Rollback requested by user.",
    );
    expect(events.slice(-3)).toEqual([
      "Logs DELETE_IN_PROGRESS",
      "Logs DELETE_COMPLETE",
      "stack ROLLBACK_COMPLETE",
    ]);
  });

  test("does not take over what somebody else made, nor delete it", async () => {
    await new CloudWatchLogsClient(world.client).send(new CreateLogGroupCommand({ logGroupName: "/theirs" }));
    await create({ Logs: logGroup("/theirs") });
    expect((await world.settledStack("stack")).StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(await readEvents()).toContainEqual(expect.stringContaining("HandlerErrorCode: AlreadyExists"));
    expect(await listLogGroups()).toEqual({ "/theirs": undefined });
  });

  test("that fails leaves all as it is with DisableRollback, and can be mended by an update", async () => {
    await create({ Logs: logGroup("/made"), Policy: failing(["Logs"]) }, { DisableRollback: true });
    expect((await world.settledStack("stack")).StackStatus).toBe("CREATE_FAILED");
    expect(await listLogGroups()).toEqual({ "/made": undefined });
    await update({ Logs: logGroup("/made"), More: logGroup("/more") });
    expect((await world.settledStack("stack")).StackStatus).toBe("UPDATE_COMPLETE");
    expect(Object.keys(await listLogGroups())).toEqual(["/made", "/more"]);
  });

  test("that fails deletes the stack with OnFailure DELETE", async () => {
    const { StackId = "" } = await create(
      { Logs: logGroup("/made"), Policy: failing(["Logs"]) },
      { OnFailure: "DELETE" },
    );
    expect((await world.settledStack(StackId)).StackStatus).toBe("DELETE_COMPLETE");
    expect(await listLogGroups()).toEqual({});
  });

  test("of a stack whose name is taken is refused", async () => {
    await create({ Logs: logGroup("/logs") });
    await expect(create({ Logs: logGroup("/logs") })).rejects.toMatchObject({
      name: "AlreadyExistsException",
      message: "Stack [stack] already exists",
    });
  });

  test("is the same when it is repeated with its token, which its events carry", async () => {
    const ClientRequestToken = "once";
    const { StackId } = await create({ Logs: logGroup("/logs") }, { ClientRequestToken });
    expect(await create({ Logs: logGroup("/logs") }, { ClientRequestToken })).toMatchObject({ StackId });
    await world.settled();
    const { StackEvents = [] } = await world.cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: "stack" }),
    );
    expect(new Set(StackEvents.map((event) => event.ClientRequestToken))).toEqual(new Set(["once"]));
  });
});

describe("update", () => {
  beforeEach(async () => {
    await create({ Logs: logGroup("/logs", { RetentionInDays: 1 }) });
    await world.settled();
  });

  test("without changes is refused", async () => {
    await expect(update({ Logs: logGroup("/logs", { RetentionInDays: "1" }) })).rejects.toMatchObject({
      name: "ValidationError",
      message: "No updates are to be performed.",
    });
  });

  test("changes a resource in place where its type allows it", async () => {
    await update({ Logs: logGroup("/logs", { RetentionInDays: 7 }) });
    expect((await world.settledStack("stack")).StackStatus).toBe("UPDATE_COMPLETE");
    expect(await listLogGroups()).toEqual({ "/logs": 7 });
    expect((await readEvents()).slice(4)).toEqual([
      "stack CREATE_COMPLETE",
      "stack UPDATE_IN_PROGRESS User Initiated",
      "Logs UPDATE_IN_PROGRESS",
      "Logs UPDATE_COMPLETE",
      "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "stack UPDATE_COMPLETE",
    ]);
  });

  test("replaces a resource where it must: the new one first, the old one deleted in the end", async () => {
    await update({ Logs: logGroup("/renamed", { RetentionInDays: 1 }) });
    await world.settled();
    expect(await listLogGroups()).toEqual({ "/renamed": 1 });
    expect((await readEvents()).slice(6)).toEqual([
      "Logs UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.",
      "Logs UPDATE_IN_PROGRESS Resource creation Initiated",
      "Logs UPDATE_COMPLETE",
      "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "Logs DELETE_IN_PROGRESS",
      "Logs DELETE_COMPLETE",
      "stack UPDATE_COMPLETE",
    ]);
  });

  test("keeps the replaced one with UpdateReplacePolicy Retain", async () => {
    await update({ Logs: logGroup("/new", { RetentionInDays: 1 }, { UpdateReplacePolicy: "Retain" }) });
    await world.settled();
    expect(await readEvents()).toContain("Logs DELETE_SKIPPED");
    expect(Object.keys(await listLogGroups())).toEqual(["/logs", "/new"]);
  });

  test("cannot replace a resource that keeps its own name", async () => {
    await update({ Logs: logGroup("/logs", { RetentionInDays: 1, LogGroupClass: "INFREQUENT_ACCESS" }) });
    expect((await world.settledStack("stack")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(await readEvents()).toContain(
      "Logs UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename /logs and update the stack again.",
    );
    expect(await listLogGroups()).toEqual({ "/logs": 1 });
  });

  test("deletes what the template does not have any more", async () => {
    await update({ Other: logGroup("/other") });
    await world.settled();
    expect(Object.keys(await listLogGroups())).toEqual(["/other"]);
    const { StackResources = [] } = await world.cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: "stack" }),
    );
    expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(["Other"]);
  });

  test("that fails restores what it changed and deletes what it made", async () => {
    await update({
      Logs: logGroup("/logs", { RetentionInDays: 7 }),
      More: logGroup("/more"),
      Policy: failing(["Logs", "More"]),
    });
    const stack = await world.settledStack("stack");
    expect(stack.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(await listLogGroups()).toEqual({ "/logs": 1 });
    expect((await readEvents()).slice(-7)).toEqual([
      "stack UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Policy].",
      "Logs UPDATE_IN_PROGRESS",
      "Logs UPDATE_COMPLETE",
      "stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "More DELETE_IN_PROGRESS",
      "More DELETE_COMPLETE",
      "stack UPDATE_ROLLBACK_COMPLETE",
    ]);
    await update({ Logs: logGroup("/logs", { RetentionInDays: 14 }) });
    expect((await world.settledStack("stack")).StackStatus).toBe("UPDATE_COMPLETE");
  });

  test("of what was left by DisableRollback goes back to where the stack last stood", async () => {
    await update(
      { Logs: logGroup("/second", { RetentionInDays: 7 }), Policy: failing(["Logs"]) },
      { DisableRollback: true },
    );
    expect((await world.settledStack("stack")).StackStatus).toBe("UPDATE_FAILED");
    await update({ Logs: logGroup("/third", { RetentionInDays: 7 }), Policy: failing(["Logs"]) });
    expect((await world.settledStack("stack")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(await listLogGroups()).toEqual({ "/logs": 1 });
  });

  test("puts the stack's new tags on its resources", async () => {
    await update(
      { Logs: logGroup("/logs", { RetentionInDays: 1 }) },
      { Tags: [{ Key: "team", Value: "data" }] },
    );
    const stack = await world.settledStack("stack");
    expect(stack).toMatchObject({ StackStatus: "UPDATE_COMPLETE", Tags: [{ Key: "team", Value: "data" }] });
    expect(await readEvents()).toContain("Logs UPDATE_COMPLETE");
  });

  test("of a rolled back creation is refused", async () => {
    await world.cloudFormation.send(
      new CreateStackCommand({ StackName: "broken", TemplateBody: body({ Policy: failing() }) }),
    );
    const { StackId } = await world.settledStack("broken");
    await expect(
      world.cloudFormation.send(
        new UpdateStackCommand({ StackName: "broken", TemplateBody: body({ Logs: logGroup("/x") }) }),
      ),
    ).rejects.toMatchObject({
      name: "ValidationError",
      message: `Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    });
  });

  test("cannot change a resource's type", async () => {
    await expect(update({ Logs: { Type: "AWS::ECS::Cluster" } })).rejects.toThrow(
      "Update of resource type is not permitted. The new template modifies resource type of the following resources: [Logs]",
    );
  });
});

describe("deletion", () => {
  test("deletes in reverse order and leaves what DeletionPolicy retains", async () => {
    await create({
      Kept: logGroup("/kept", {}, { DeletionPolicy: "Retain" }),
      First: logGroup("/first"),
      Second: logGroup("/second", {}, { DependsOn: "First" }),
    });
    const { StackId = "" } = await world.settledStack("stack");
    await remove();
    await world.settled();
    expect(Object.keys(await listLogGroups())).toEqual(["/kept"]);
    expect((await readEvents(StackId)).slice(11)).toEqual([
      "stack DELETE_IN_PROGRESS User Initiated",
      "Kept DELETE_SKIPPED",
      "Second DELETE_IN_PROGRESS",
      "Second DELETE_COMPLETE",
      "First DELETE_IN_PROGRESS",
      "First DELETE_COMPLETE",
      "stack DELETE_COMPLETE",
    ]);
  });

  test("that fails names what stands in the way, and can be repeated", async () => {
    const s3 = new S3Client({ ...world.client, forcePathStyle: true });
    await create({ Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "full-bucket" } } });
    await world.settled();
    await s3.send(new PutObjectCommand({ Bucket: "full-bucket", Key: "object", Body: "text" }));
    await remove();
    const stack = await world.settledStack("stack");
    expect(stack).toMatchObject({
      StackStatus: "DELETE_FAILED",
      StackStatusReason: "The following resource(s) failed to delete: [Bucket]. ",
    });
    expect(await readEvents()).toContainEqual(
      expect.stringMatching(/^Bucket DELETE_FAILED .*The bucket you tried to delete is not empty/),
    );
    await world.cloudFormation.send(
      new DeleteStackCommand({ StackName: "stack", RetainResources: ["Bucket"] }),
    );
    expect((await world.settledStack(stack.StackId ?? "")).StackStatus).toBe("DELETE_COMPLETE");
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
  });

  test("of a bucket that is gone already succeeds", async () => {
    await create({ Logs: logGroup("/logs") });
    const { StackId = "" } = await world.settledStack("stack");
    world.context.store.prepare("DELETE FROM log_groups").run();
    await remove();
    expect((await world.settledStack(StackId)).StackStatus).toBe("DELETE_COMPLETE");
  });

  test("of a stack that is not there is no error; its name can be used again", async () => {
    await remove();
    await create({ Logs: logGroup("/logs") });
    await world.settled();
    await remove();
    await world.settled();
    await create({ Logs: logGroup("/logs") });
    expect((await world.settledStack("stack")).StackStatus).toBe("CREATE_COMPLETE");
  });

  test("of a protected stack is refused", async () => {
    await create({ Logs: logGroup("/logs") }, { EnableTerminationProtection: true });
    await world.settled();
    await expect(remove()).rejects.toThrow(
      "Stack [stack] cannot be deleted while TerminationProtection is enabled",
    );
  });
});

test("a bucket of somebody else is not taken over", async () => {
  const s3 = new S3Client({ ...world.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "their-bucket" }));
  await create({ Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "their-bucket" } } });
  expect((await world.settledStack("stack")).StackStatus).toBe("ROLLBACK_COMPLETE");
  expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
});

test("a property that the engine does not know fails its resource, naming it", async () => {
  await create({ Bucket: { Type: "AWS::S3::Bucket", Properties: { ReplicationConfiguration: {} } } });
  expect((await world.settledStack("stack")).StackStatus).toBe("ROLLBACK_COMPLETE");
  expect(await readEvents()).toContain(
    "Bucket CREATE_FAILED Encountered unsupported property ReplicationConfiguration",
  );
});
