import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
  type CreateChangeSetCommandInput,
} from "@aws-sdk/client-cloudformation";
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

const template = ({ days = 1, more = {}, outputs = {} as object } = {}) =>
  JSON.stringify({
    Resources: {
      Logs: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: days } },
      Task: {
        Type: "AWS::ECS::TaskDefinition",
        UpdateReplacePolicy: "Retain",
        Properties: {
          Family: "jobs",
          ContainerDefinitions: [
            {
              Name: "main",
              Image: "a:1",
              Memory: 128,
              Environment: [{ Name: "LOGS", Value: { Ref: "Logs" } }],
            },
          ],
        },
      },
      ...more,
    },
    Outputs: outputs,
  });

const createChangeSet = (input: Partial<CreateChangeSetCommandInput> = {}) =>
  world.cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: "jobs",
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody: template(),
      ...input,
    }),
  );
const describeChangeSet = (ChangeSetName = "first") =>
  world.cloudFormation.send(new DescribeChangeSetCommand({ StackName: "jobs", ChangeSetName }));
const execute = (ChangeSetName = "first") =>
  world.cloudFormation.send(new ExecuteChangeSetCommand({ StackName: "jobs", ChangeSetName }));

test("a change set of type CREATE makes a stack in review, whose execution creates it", async () => {
  await createChangeSet();
  expect(await world.settledStack("jobs")).toMatchObject({ StackStatus: "REVIEW_IN_PROGRESS" });
  expect(await describeChangeSet()).toMatchObject({
    Status: "CREATE_COMPLETE",
    ExecutionStatus: "AVAILABLE",
    Changes: [
      {
        Type: "Resource",
        ResourceChange: { Action: "Add", LogicalResourceId: "Logs", ResourceType: "AWS::Logs::LogGroup" },
      },
      { ResourceChange: { Action: "Add", LogicalResourceId: "Task" } },
    ],
  });
  await execute();
  expect(await world.settledStack("jobs")).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
  const { StackEvents = [] } = await world.cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: "jobs" }),
  );
  expect(StackEvents.slice(-2).map(({ ResourceStatus }) => ResourceStatus)).toEqual([
    "CREATE_IN_PROGRESS",
    "REVIEW_IN_PROGRESS",
  ]);
});

test("a stack in review can get another change set, and can be deleted", async () => {
  await createChangeSet();
  await createChangeSet({ ChangeSetName: "second" });
  const { Summaries } = await world.cloudFormation.send(new ListChangeSetsCommand({ StackName: "jobs" }));
  expect(Summaries?.map(({ ChangeSetName }) => ChangeSetName)).toEqual(["second", "first"]);
  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "jobs" }));
  await expect(world.settledStack("jobs")).rejects.toThrow("Stack with id jobs does not exist");
});

describe("on a stack that is there", () => {
  beforeEach(async () => {
    await createChangeSet();
    await execute();
    await world.settled();
  });
  const createUpdate = (input: Partial<CreateChangeSetCommandInput> = {}) =>
    createChangeSet({ ChangeSetType: "UPDATE", ChangeSetName: "update", ...input });

  test("a change set that changes nothing fails with CloudFormation's reason", async () => {
    await createUpdate();
    expect(await describeChangeSet("update")).toMatchObject({
      Status: "FAILED",
      ExecutionStatus: "UNAVAILABLE",
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
      Changes: [],
    });
    await expect(execute("update")).rejects.toMatchObject({
      name: "InvalidChangeSetStatusException",
      message: expect.stringMatching(
        /^ChangeSet \[arn:.*\] cannot be executed in its current status of \[FAILED\]$/,
      ),
    });
  });

  test("a change in place is told as a modification without replacement", async () => {
    await createUpdate({ TemplateBody: template({ days: 3 }) });
    const { Changes } = await describeChangeSet("update");
    expect(Changes).toMatchObject([
      {
        ResourceChange: {
          Action: "Modify",
          LogicalResourceId: "Logs",
          Replacement: "False",
          Scope: ["Properties"],
          Details: [
            { Target: { Attribute: "Properties", Name: "RetentionInDays", RequiresRecreation: "Never" } },
          ],
        },
      },
    ]);
  });

  test("a replacement is told with all that depends on the new physical id", async () => {
    const renamed = JSON.parse(template()) as { Resources: { Logs: { Properties: object } } };
    renamed.Resources.Logs.Properties = { LogGroupName: "/named" };
    await createUpdate({ TemplateBody: JSON.stringify(renamed) });
    const { Changes } = await describeChangeSet("update");
    expect(Changes).toMatchObject([
      {
        ResourceChange: { LogicalResourceId: "Logs", Replacement: "True", PolicyAction: "ReplaceAndDelete" },
      },
      {
        ResourceChange: { LogicalResourceId: "Task", Replacement: "True", PolicyAction: "ReplaceAndRetain" },
      },
    ]);
  });

  test("what goes away is told as a removal", async () => {
    const { Resources } = JSON.parse(template()) as { Resources: { Logs: object } };
    await createUpdate({ TemplateBody: JSON.stringify({ Resources: { Logs: Resources.Logs } }) });
    expect((await describeChangeSet("update")).Changes).toMatchObject([
      { ResourceChange: { Action: "Remove", LogicalResourceId: "Task", PolicyAction: "Delete" } },
    ]);
  });

  test("another output or another tag is a change too", async () => {
    await createUpdate({ TemplateBody: template({ outputs: { Group: { Value: { Ref: "Logs" } } } }) });
    expect((await describeChangeSet("update")).Status).toBe("CREATE_COMPLETE");
    await createUpdate({ ChangeSetName: "tags", Tags: [{ Key: "team", Value: "data" }] });
    expect((await describeChangeSet("tags")).Status).toBe("CREATE_COMPLETE");
  });

  test("execution updates the stack and removes the other change sets", async () => {
    await createUpdate({ TemplateBody: template({ days: 3 }) });
    await createUpdate({ TemplateBody: template({ days: 5 }), ChangeSetName: "other" });
    await execute("update");
    expect(await world.settledStack("jobs")).toMatchObject({ StackStatus: "UPDATE_COMPLETE" });
    await expect(describeChangeSet("other")).rejects.toMatchObject({
      name: "ChangeSetNotFoundException",
      message: "ChangeSet [other] does not exist",
    });
    expect(await describeChangeSet("update")).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE" });
    await expect(execute("update")).rejects.toThrow("current status of [EXECUTE_COMPLETE]");
    await createUpdate({ TemplateBody: template({ days: 7 }) });
    expect(await describeChangeSet("update")).toMatchObject({ ExecutionStatus: "AVAILABLE" });
  });

  test("names that are taken are refused", async () => {
    await createUpdate();
    await expect(createUpdate()).rejects.toMatchObject({
      name: "AlreadyExistsException",
      message: "ChangeSet update already exists",
    });
    await expect(createChangeSet({ ChangeSetName: "again" })).rejects.toThrow(
      "Stack [jobs] already exists and cannot be created again with the changeSet [again].",
    );
  });

  test("the previous template and previous values can be used", async () => {
    await createUpdate({
      TemplateBody: undefined,
      UsePreviousTemplate: true,
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect((await describeChangeSet("update")).Status).toBe("CREATE_COMPLETE");
  });

  test("a deleted change set is gone; deleting it again is no error", async () => {
    await createUpdate();
    const remove = () =>
      world.cloudFormation.send(new DeleteChangeSetCommand({ StackName: "jobs", ChangeSetName: "update" }));
    await remove();
    await remove();
    await expect(describeChangeSet("update")).rejects.toThrow("ChangeSet [update] does not exist");
  });
});

test("a change set of type UPDATE needs a stack", async () => {
  await expect(createChangeSet({ ChangeSetType: "UPDATE" })).rejects.toMatchObject({
    name: "ValidationError",
    message: "Stack [jobs] does not exist",
  });
});

test("a change set that imports what nobody exports fails, naming it", async () => {
  const importing = {
    Type: "AWS::Logs::LogGroup",
    Properties: { LogGroupName: { "Fn::ImportValue": "batch-Name" } },
  };
  await createChangeSet({ TemplateBody: template({ more: { Importing: importing } }) });
  expect(await describeChangeSet()).toMatchObject({
    Status: "FAILED",
    StatusReason: "No export named batch-Name found",
  });
});

test("a rule that does not hold refuses the call and leaves no stack in review", async () => {
  const ruled = JSON.stringify({
    ...(JSON.parse(template()) as object),
    Parameters: { Size: { Type: "String", Default: "big" } },
    Rules: {
      Small: {
        RuleCondition: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Size" }, ""] }] },
        Assertions: [
          {
            Assert: { "Fn::Contains": [["small", "tiny"], { Ref: "Size" }] },
            AssertDescription: "Size must be small",
          },
        ],
      },
    },
  });
  await expect(createChangeSet({ TemplateBody: ruled })).rejects.toThrow("Size must be small");
  await expect(world.settledStack("jobs")).rejects.toThrow("Stack with id jobs does not exist");
  const Parameters = [{ ParameterKey: "Size", ParameterValue: "tiny" }];
  await createChangeSet({ TemplateBody: ruled, Parameters });
  expect((await describeChangeSet()).Status).toBe("CREATE_COMPLETE");
});
