import {
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";

import { AwsError } from "../../protocol/aws-error.ts";
import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

const template = (days: number, broken = false) =>
  JSON.stringify({
    Resources: {
      Logs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/logs", RetentionInDays: days } },
      ...(broken
        ? {
            Policy: {
              Type: "AWS::S3::BucketPolicy",
              DependsOn: "Logs",
              Properties: { Bucket: "no-such-bucket", PolicyDocument: {} },
            },
          }
        : {}),
    },
  });

const readRetention = async (world: StackWorld) => {
  const { logGroups = [] } = await new CloudWatchLogsClient(world.client).send(
    new DescribeLogGroupsCommand({}),
  );
  return logGroups.map(({ retentionInDays }) => retentionInDays);
};

test("what DisableRollback left can be rolled back later", async () => {
  const world = createStackWorld();
  const send = world.cloudFormation;
  await send.send(new CreateStackCommand({ StackName: "jobs", TemplateBody: template(1) }));
  await world.settled();
  await send.send(
    new UpdateStackCommand({ StackName: "jobs", TemplateBody: template(3, true), DisableRollback: true }),
  );
  expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_FAILED");
  expect(await readRetention(world)).toEqual([3]);
  await send.send(new RollbackStackCommand({ StackName: "jobs" }));
  expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await readRetention(world)).toEqual([1]);

  await send.send(
    new CreateStackCommand({
      StackName: "new",
      TemplateBody: template(1, true).replace("/logs", "/new"),
      DisableRollback: true,
    }),
  );
  expect((await world.settledStack("new")).StackStatus).toBe("CREATE_FAILED");
  await send.send(new RollbackStackCommand({ StackName: "new" }));
  expect((await world.settledStack("new")).StackStatus).toBe("ROLLBACK_COMPLETE");
  expect(await readRetention(world)).toEqual([1]);
  await world.close();
});

test("a rollback that failed can be continued, when the reason is gone or without the resource", async () => {
  let isForbidden = (_days: number) => false;
  const world = createStackWorld({
    intercept: (call) => (service, operation, input) => {
      const days = (input as { retentionInDays?: number }).retentionInDays;
      return days !== undefined && isForbidden(days)
        ? Promise.reject(new AwsError("AccessDeniedException", "Not now"))
        : call(service, operation, input);
    },
  });
  const send = world.cloudFormation;
  const failRollback = async () => {
    isForbidden = (days) => days === 1;
    await send.send(new UpdateStackCommand({ StackName: "jobs", TemplateBody: template(3, true) }));
    expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
    isForbidden = () => false;
  };
  await send.send(new CreateStackCommand({ StackName: "jobs", TemplateBody: template(1) }));
  await world.settled();

  await failRollback();
  await send.send(new ContinueUpdateRollbackCommand({ StackName: "jobs" }));
  expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await readRetention(world)).toEqual([1]);

  await failRollback();
  await send.send(new ContinueUpdateRollbackCommand({ StackName: "jobs", ResourcesToSkip: ["Logs"] }));
  expect((await world.settledStack("jobs")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await readRetention(world)).toEqual([3]);
  await world.close();
});
