import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, it } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService } from "../service.ts";

const dayMs = 86_400_000;
const other = "arn:aws:states:us-east-1:000000000000:stateMachine:wanted";

let world: ServiceWorld;
let sfn: SFNClient;
beforeEach(() => {
  world = createServiceWorld((context) => [createStepFunctionsService(context)]);
  sfn = new SFNClient(world.client);
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const roleArn = "arn:aws:iam::000000000000:role/machine";

async function createMachine(name: string, states: object): Promise<string> {
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
  const { stateMachineArn = "" } = await sfn.send(
    new CreateStateMachineCommand({ name, definition, roleArn }),
  );
  return stateMachineArn;
}

/** Describes the machine `wanted`, which is not there yet. */
const ask = {
  Type: "Task",
  Resource: "arn:aws:states:::aws-sdk:sfn:describeStateMachine",
  Parameters: { StateMachineArn: other },
  ResultSelector: { "name.$": "$.Name" },
  End: true,
};

async function start(states: object): Promise<{ executionArn: string; stateMachineArn: string }> {
  const stateMachineArn = await createMachine("machine", states);
  const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return { executionArn, stateMachineArn };
}

const describeRun = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
const untilEnd = (executionArn: string) =>
  expect.poll(async () => (await describeRun(executionArn)).status).not.toBe("RUNNING");
const redrive = (executionArn: string, clientToken?: string) =>
  sfn.send(new RedriveExecutionCommand({ executionArn, ...(clientToken !== undefined && { clientToken }) }));

it("takes up a failed execution where it failed", async () => {
  const { executionArn, stateMachineArn } = await start({ Ask: ask });
  await untilEnd(executionArn);
  expect(await describeRun(executionArn)).toMatchObject({
    status: "FAILED",
    redriveCount: 0,
    redriveStatus: "REDRIVABLE",
  });
  await createMachine("wanted", { Done: { Type: "Succeed" } });
  world.clock.advanceTo(world.clock.now() + 1000);
  const { redriveDate } = await redrive(executionArn);
  expect(redriveDate).toEqual(new Date(world.clock.now()));
  await untilEnd(executionArn);
  const described = await describeRun(executionArn);
  expect(described).toMatchObject({
    status: "SUCCEEDED",
    output: '{"name":"wanted"}',
    redriveCount: 1,
    redriveDate,
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
  expect(described.error).toBeUndefined();
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.find(({ type }) => type === "ExecutionRedriven")).toMatchObject({
    executionRedrivenEventDetails: { redriveCount: 1 },
  });
  for (const [redriveFilter, count] of [
    ["REDRIVEN", 1],
    ["NOT_REDRIVEN", 0],
  ] as const) {
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter }));
    expect(executions).toHaveLength(count);
  }
});

it("answers a repeated client token with the redrive that it made", async () => {
  const { executionArn } = await start({ Fail: { Type: "Fail" } });
  const first = await redrive(executionArn, "once");
  world.clock.advanceTo(world.clock.now() + 60_000);
  expect(await redrive(executionArn, "once")).toMatchObject({ redriveDate: first.redriveDate });
  expect((await describeRun(executionArn)).redriveCount).toBe(1);
  await redrive(executionArn, "twice");
  expect((await describeRun(executionArn)).redriveCount).toBe(2);
  world.clock.advanceTo(world.clock.now() + 16 * 60_000);
  await redrive(executionArn, "once");
  expect((await describeRun(executionArn)).redriveCount).toBe(3);
});

it("goes on after a stop", async () => {
  const { executionArn } = await start({ Hold: { Type: "Wait", Seconds: 60, End: true } });
  await sfn.send(new StopExecutionCommand({ executionArn }));
  await redrive(executionArn);
  expect(await describeRun(executionArn)).toMatchObject({
    status: "RUNNING",
    redriveStatusReason: "Execution is RUNNING and cannot be redriven",
  });
  await expect(redrive(executionArn)).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
    message: "Execution is RUNNING and cannot be redriven",
  });
  world.clock.advanceTo(world.clock.now() + 60_000);
  await untilEnd(executionArn);
  expect((await describeRun(executionArn)).status).toBe("SUCCEEDED");
});

it("is too late after fourteen days", async () => {
  const { executionArn } = await start({ Fail: { Type: "Fail" } });
  world.clock.advanceTo(world.clock.now() + 14 * dayMs + 1);
  await expect(redrive(executionArn)).rejects.toThrow("Execution redrivable period exceeded");
  expect((await describeRun(executionArn)).redriveStatus).toBe("NOT_REDRIVABLE");
});

it("is for executions that are there, and not for express ones", async () => {
  const arn = (kind: string) => `arn:aws:states:us-east-1:000000000000:${kind}:machine:run`;
  await expect(redrive(arn("execution"))).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
  await expect(redrive("run")).rejects.toMatchObject({ name: "InvalidArn" });
});
