import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

let world: StackWorld;
let sfn: SFNClient;
beforeEach(() => {
  world = createStackWorld();
  sfn = new SFNClient(world.client);
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const template = (comment: string, version: string) =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          },
        },
      },
      Machine: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          StateMachineName: "jobs",
          RoleArn: { "Fn::GetAtt": ["Role", "Arn"] },
          Definition: { StartAt: "Go", States: { Go: { Type: "Pass", Comment: "${comment}", End: true } } },
          DefinitionSubstitutions: { comment },
        },
      },
      [version]: {
        Type: "AWS::StepFunctions::StateMachineVersion",
        Properties: {
          StateMachineArn: { Ref: "Machine" },
          StateMachineRevisionId: { "Fn::GetAtt": ["Machine", "StateMachineRevisionId"] },
        },
      },
      Live: {
        Type: "AWS::StepFunctions::StateMachineAlias",
        Properties: {
          Name: "live",
          RoutingConfiguration: [{ StateMachineVersionArn: { Ref: version }, Weight: 100 }],
        },
      },
    },
    Outputs: { Machine: { Value: { Ref: "Machine" } }, Live: { Value: { "Fn::GetAtt": ["Live", "Arn"] } } },
  });

test("a stack can hold a state machine, its versions and an alias that moves on", async () => {
  await world.cloudFormation.send(
    new CreateStackCommand({
      StackName: "jobs",
      TemplateBody: template("one", "V1"),
      Capabilities: ["CAPABILITY_IAM"],
    }),
  );
  const stack = await world.settledStack("jobs");
  expect(stack.StackStatus).toBe("CREATE_COMPLETE");
  const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:jobs";
  expect(stack.Outputs).toEqual([
    { OutputKey: "Machine", OutputValue: stateMachineArn },
    { OutputKey: "Live", OutputValue: `${stateMachineArn}:live` },
  ]);
  const { definition = "" } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(JSON.parse(definition)).toMatchObject({ States: { Go: { Comment: "one" } } });

  await world.cloudFormation.send(
    new UpdateStackCommand({
      StackName: "jobs",
      TemplateBody: template("two", "V2"),
      Capabilities: ["CAPABILITY_IAM"],
    }),
  );
  expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_COMPLETE");
  const alias = await sfn.send(
    new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${stateMachineArn}:live` }),
  );
  expect(alias.routingConfiguration).toEqual([
    { stateMachineVersionArn: `${stateMachineArn}:2`, weight: 100 },
  ]);

  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "jobs" }));
  expect((await world.settledStack(stack.StackId ?? "")).StackStatus).toBe("DELETE_COMPLETE");
  expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
});
