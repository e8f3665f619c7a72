import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  UpdateStackCommand,
  ValidateTemplateCommand,
  type CreateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

let world: StackWorld;
beforeEach(() => {
  world = createStackWorld();
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const body = `
AWSTemplateFormatVersion: 2010-09-09
Description: A log group
Metadata: { Author: somebody }
Parameters:
  Name: { Type: String, Default: jobs, AllowedValues: [jobs, tests] }
  Token: { Type: String, NoEcho: true, Default: open }
Conditions:
  IsTests: !Equals [!Ref Name, tests]
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Metadata: { Purpose: !Sub "for \${Name}" }
    Properties: { LogGroupName: !Ref Name, RetentionInDays: 7 }
  Extra:
    Type: AWS::Logs::LogGroup
    Condition: IsTests
Outputs:
  Arn: { Value: !GetAtt Logs.Arn, Description: Its ARN }
  Extra: { Condition: IsTests, Value: !Ref Extra }
`;
const create = (input: Partial<CreateStackCommandInput> = {}) =>
  world.cloudFormation.send(new CreateStackCommand({ StackName: "stack", TemplateBody: body, ...input }));

test("a stack is described with its parameters, masked where NoEcho says so, its tags and outputs", async () => {
  await create({
    Parameters: [{ ParameterKey: "Token", ParameterValue: "secret" }],
    Tags: [{ Key: "team", Value: "data" }],
  });
  expect(await world.settledStack("stack")).toMatchObject({
    StackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/stack\/[\w-]+$/),
    Description: "A log group",
    Parameters: [
      { ParameterKey: "Name", ParameterValue: "jobs" },
      { ParameterKey: "Token", ParameterValue: "****" },
    ],
    Tags: [{ Key: "team", Value: "data" }],
    Outputs: [
      {
        OutputKey: "Arn",
        OutputValue: "arn:aws:logs:us-east-1:000000000000:log-group:jobs:*",
        Description: "Its ARN",
      },
    ],
    EnableTerminationProtection: false,
    CreationTime: new Date(world.clock.now()),
  });
});

test("resources are listed and described, those of conditions that do not hold left out", async () => {
  const { StackId } = await create();
  await world.settled();
  const { StackResourceSummaries } = await world.cloudFormation.send(
    new ListStackResourcesCommand({ StackName: "stack" }),
  );
  expect(StackResourceSummaries).toMatchObject([
    {
      LogicalResourceId: "Logs",
      PhysicalResourceId: "jobs",
      ResourceType: "AWS::Logs::LogGroup",
      ResourceStatus: "CREATE_COMPLETE",
    },
  ]);
  const { StackResourceDetail } = await world.cloudFormation.send(
    new DescribeStackResourceCommand({ StackName: "stack", LogicalResourceId: "Logs" }),
  );
  expect(StackResourceDetail).toMatchObject({ StackId, Metadata: '{"Purpose":"for jobs"}' });
  const { StackResources } = await world.cloudFormation.send(
    new DescribeStackResourcesCommand({ PhysicalResourceId: "jobs" }),
  );
  expect(StackResources).toMatchObject([{ StackName: "stack", LogicalResourceId: "Logs" }]);
});

test("what is not there is refused in the words of each operation", async () => {
  const send = world.cloudFormation;
  await expect(send.send(new DescribeStacksCommand({ StackName: "none" }))).rejects.toMatchObject({
    name: "ValidationError",
    message: "Stack with id none does not exist",
    $metadata: { httpStatusCode: 400 },
  });
  await expect(send.send(new UpdateStackCommand({ StackName: "none", TemplateBody: body }))).rejects.toThrow(
    "Stack [none] does not exist",
  );
  await expect(
    send.send(new DescribeStackResourceCommand({ StackName: "none", LogicalResourceId: "Logs" })),
  ).rejects.toThrow("Stack 'none' does not exist");
  await create();
  await expect(
    send.send(new DescribeStackResourceCommand({ StackName: "stack", LogicalResourceId: "Nothing" })),
  ).rejects.toThrow("Resource Nothing does not exist for stack stack");
});

test("deleted stacks are found by id and in lists, not by name", async () => {
  const { StackId = "" } = await create();
  await world.settled();
  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "stack" }));
  await world.settled();
  const { Stacks } = await world.cloudFormation.send(new DescribeStacksCommand({}));
  expect(Stacks).toEqual([]);
  const { StackSummaries } = await world.cloudFormation.send(
    new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }),
  );
  expect(StackSummaries).toMatchObject([{ StackId, DeletionTime: new Date(world.clock.now()) }]);
  expect((await world.settledStack(StackId)).StackStatus).toBe("DELETE_COMPLETE");
});

test("events come newest first, in pages", async () => {
  const resources = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`Logs${index}`, { Type: "AWS::Logs::LogGroup" }]),
  );
  await create({ TemplateBody: JSON.stringify({ Resources: resources }) });
  await world.settled();
  const pages: number[] = [];
  const statuses: (string | undefined)[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents(
    { client: world.cloudFormation },
    { StackName: "stack" },
  )) {
    pages.push(StackEvents.length);
    statuses.push(...StackEvents.map(({ ResourceStatus }) => ResourceStatus));
  }
  expect(pages).toEqual([100, 22]);
  expect(statuses[0]).toBe("CREATE_COMPLETE");
  expect(statuses.at(-1)).toBe("CREATE_IN_PROGRESS");
});

test("a template is given back as it came, and summarised", async () => {
  await create();
  const { TemplateBody } = await world.cloudFormation.send(new GetTemplateCommand({ StackName: "stack" }));
  expect(TemplateBody).toBe(body);
  const summary = await world.cloudFormation.send(new GetTemplateSummaryCommand({ StackName: "stack" }));
  expect(summary).toMatchObject({
    Description: "A log group",
    Version: "2010-09-09",
    Metadata: '{"Author":"somebody"}',
    ResourceTypes: ["AWS::Logs::LogGroup"],
    Parameters: [
      {
        ParameterKey: "Name",
        DefaultValue: "jobs",
        ParameterConstraints: { AllowedValues: ["jobs", "tests"] },
      },
      { ParameterKey: "Token", NoEcho: true },
    ],
  });
});

const role = (name?: string) =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          ...(name === undefined ? {} : { RoleName: name }),
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }],
          },
        },
      },
    },
  });

test("templates that make IAM resources must be acknowledged, named ones more so", async () => {
  expect(
    await world.cloudFormation.send(new ValidateTemplateCommand({ TemplateBody: role() })),
  ).toMatchObject({
    Capabilities: ["CAPABILITY_IAM"],
    CapabilitiesReason: "The following resource(s) require capabilities: [AWS::IAM::Role]",
  });
  await expect(create({ TemplateBody: role() })).rejects.toMatchObject({
    name: "InsufficientCapabilitiesException",
    message: "Requires capabilities : [CAPABILITY_IAM]",
  });
  await expect(create({ TemplateBody: role("runner"), Capabilities: ["CAPABILITY_IAM"] })).rejects.toThrow(
    "Requires capabilities : [CAPABILITY_NAMED_IAM]",
  );
  await create({ TemplateBody: role("runner"), Capabilities: ["CAPABILITY_NAMED_IAM"] });
  expect((await world.settledStack("stack")).StackStatus).toBe("CREATE_COMPLETE");
});

test("a template can lie in a bucket", async () => {
  const s3 = new S3Client({ ...world.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "templates" }));
  await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "a/log group.yaml", Body: body }));
  const fromUrl = (TemplateURL: string) =>
    world.cloudFormation.send(new ValidateTemplateCommand({ TemplateURL }));
  for (const url of [
    "https://s3.amazonaws.com/templates/a/log%20group.yaml",
    "https://templates.s3.us-east-1.amazonaws.com/a/log%20group.yaml",
    "http://127.0.0.1:4566/templates/a/log%20group.yaml",
  ]) {
    expect(await fromUrl(url)).toMatchObject({ Description: "A log group" });
  }
  await expect(fromUrl("https://s3.amazonaws.com/templates/none")).rejects.toThrow(
    "S3 error: The specified key does not exist.",
  );
  await expect(fromUrl("somewhere")).rejects.toThrow("TemplateURL must be a supported URL.");
});

test.each([
  [
    "a name with other characters",
    { StackName: "a_b" },
    "Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
  ],
  ["no template", { TemplateBody: undefined }, "Either Template URL or Template Body must be specified."],
  [
    "a template that is too long",
    { TemplateBody: `${body}#${"x".repeat(51_200)}` },
    "Member must have length less than or equal to 51200",
  ],
  [
    "an unknown parameter",
    { Parameters: [{ ParameterKey: "Foo", ParameterValue: "" }] },
    "Parameters: [Foo] do not exist in the template",
  ],
  [
    "a value that is not allowed",
    { Parameters: [{ ParameterKey: "Name", ParameterValue: "x" }] },
    "Parameter 'Name' must be one of AllowedValues",
  ],
  [
    "tags of AWS's own",
    { Tags: [{ Key: "aws:x", Value: "" }] },
    "aws: prefixed tag key names are not allowed for external use.",
  ],
  [
    "a resource that a condition leaves out",
    { TemplateBody: body.replace("Extra: { Condition: IsTests, Value", "Extra: { Value") },
    "Unresolved resource dependencies [Extra] in the Outputs block of the template",
  ],
])("a creation with %s is refused and leaves nothing", async (_, input, message) => {
  await expect(create(input)).rejects.toThrow(message);
  expect((await world.cloudFormation.send(new DescribeStacksCommand({}))).Stacks).toEqual([]);
});
