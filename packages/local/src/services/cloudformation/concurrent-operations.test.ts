import {
  CancelUpdateStackCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";

import type { Call } from "../../engine-context.ts";
import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

/** Holds back calls of one operation until they are released. */
function createGate(operationName: string) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const intercept =
    (call: Call): Call =>
    async (service, operation, input) => {
      if (operation === operationName) {
        arrive();
        await released;
      }
      return call(service, operation, input);
    };
  return { intercept, arrived, release: () => release() };
}

const template = (days: number) =>
  JSON.stringify({
    Resources: {
      First: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/first", RetentionInDays: days } },
      Second: {
        Type: "AWS::Logs::LogGroup",
        DependsOn: "First",
        Properties: { LogGroupName: "/second", RetentionInDays: days },
      },
    },
  });

const listRetention = async (world: StackWorld) => {
  const { logGroups = [] } = await new CloudWatchLogsClient(world.client).send(
    new DescribeLogGroupsCommand({}),
  );
  return logGroups.map(({ retentionInDays }) => retentionInDays);
};
const statusOf = async (world: StackWorld) => {
  const { Stacks } = await world.cloudFormation.send(new DescribeStacksCommand({ StackName: "jobs" }));
  return Stacks?.[0]?.StackStatus;
};

test("a stack can be deleted while it is created: what is being made is made and then deleted", async () => {
  const gate = createGate("CreateLogGroup");
  const world = createStackWorld({ intercept: gate.intercept });
  const { StackId = "" } = await world.cloudFormation.send(
    new CreateStackCommand({ StackName: "jobs", TemplateBody: template(1) }),
  );
  await gate.arrived;
  expect(await statusOf(world)).toBe("CREATE_IN_PROGRESS");
  await world.cloudFormation.send(new DeleteStackCommand({ StackName: "jobs" }));
  expect(await statusOf(world)).toBe("DELETE_IN_PROGRESS");
  gate.release();
  expect((await world.settledStack(StackId)).StackStatus).toBe("DELETE_COMPLETE");
  expect(await listRetention(world)).toEqual([]);
  expect(world.bugs).toEqual([]);
  await world.close();
});

test("an update that is cancelled goes back; no further update begins in between", async () => {
  const gate = createGate("PutRetentionPolicy");
  let isOpen = true;
  const world = createStackWorld({
    intercept: (call) => (service, operation, input) =>
      isOpen ? call(service, operation, input) : gate.intercept(call)(service, operation, input),
  });
  await world.cloudFormation.send(new CreateStackCommand({ StackName: "jobs", TemplateBody: template(1) }));
  await world.settled();
  isOpen = false;
  const update = (days: number) =>
    world.cloudFormation.send(new UpdateStackCommand({ StackName: "jobs", TemplateBody: template(days) }));
  await update(3);
  await gate.arrived;
  await expect(update(5)).rejects.toThrow("is in UPDATE_IN_PROGRESS state and can not be updated.");
  await world.cloudFormation.send(new CancelUpdateStackCommand({ StackName: "jobs" }));
  gate.release();
  expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await listRetention(world)).toEqual([1, 1]);
  await expect(
    world.cloudFormation.send(new CancelUpdateStackCommand({ StackName: "jobs" })),
  ).rejects.toThrow("CancelUpdateStack cannot be called from current stack status");
  await world.close();
});

test("closing the engine waits for the call that goes on and leaves the rest to the next one", async () => {
  const gate = createGate("CreateLogGroup");
  const world = createStackWorld({ intercept: gate.intercept });
  await world.cloudFormation.send(new CreateStackCommand({ StackName: "jobs", TemplateBody: template(1) }));
  await gate.arrived;
  const closed = world.close();
  gate.release();
  await closed;
  expect(world.bugs).toEqual([]);
});
