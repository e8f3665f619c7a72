import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateStateMachineCommand,
  type LoggingConfiguration,
  SFNClient,
  StartExecutionCommand,
  type StateMachineType,
} from "@aws-sdk/client-sfn";
import { afterEach, expect, it } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { createLogsService } from "../../logs/service.ts";
import { createStepFunctionsService } from "../service.ts";

const worlds: ServiceWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) {
    expect(world.bugs).toEqual([]);
    await world.close();
  }
});

interface Line {
  id: string;
  type: string;
  details?: object;
}

/** Runs a machine that catches one error and fails with another; what it logged. */
async function run(type: StateMachineType, configuration: LoggingConfiguration): Promise<Line[]> {
  const world = createServiceWorld((context) => [
    createLogsService(context),
    createStepFunctionsService(context),
  ]);
  worlds.push(world);
  const logs = new CloudWatchLogsClient(world.client);
  const states = new SFNClient(world.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/runs" }));
  const task = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sfn:describeStateMachine" };
  const { stateMachineArn } = await states.send(
    new CreateStateMachineCommand({
      name: "machine",
      type,
      roleArn: "arn:aws:iam::000000000000:role/machine",
      definition: JSON.stringify({
        StartAt: "Ask",
        States: {
          Ask: {
            ...task,
            Parameters: { StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:none" },
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "Give up" }],
            End: true,
          },
          "Give up": { Type: "Fail", Error: "Lost" },
        },
      }),
      loggingConfiguration: {
        ...configuration,
        destinations: [
          {
            cloudWatchLogsLogGroup: { logGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:/runs:*" },
          },
        ],
      },
    }),
  );
  await states.send(new StartExecutionCommand({ stateMachineArn, input: '{"n":1}' }));
  const read = async () =>
    (await logs.send(new FilterLogEventsCommand({ logGroupName: "/runs" }))).events ?? [];
  let messages: string[] = [];
  // The last event of every level but OFF is the execution's end.
  for (let turn = 0; turn < 200 && !messages.some((text) => text.includes("ExecutionFailed")); turn += 1) {
    await new Promise(setImmediate);
    messages = (await read()).map(({ message = "" }) => message);
  }
  return messages.map((text): Line => JSON.parse(text));
}

const typesOf = (lines: readonly Line[]) => lines.map(({ type }) => type);
const all = [
  "ExecutionStarted",
  "TaskStateEntered",
  "TaskScheduled",
  "TaskStarted",
  "TaskFailed",
  "TaskStateExited",
  "FailStateEntered",
  "ExecutionFailed",
];

it.each<[LoggingConfiguration["level"], string[]]>([
  ["ALL", all],
  ["ERROR", ["TaskFailed", "FailStateEntered", "ExecutionFailed"]],
  ["FATAL", ["ExecutionFailed"]],
  ["OFF", []],
])("level %s logs what the Developer Guide lists", async (level, types) => {
  expect(typesOf(await run("STANDARD", { level }))).toEqual(types);
});

it("logs express executions as standard ones", async () => {
  expect(typesOf(await run("EXPRESS", { level: "ALL" }))).toEqual(all);
});

it("writes data only when it may", async () => {
  const [started] = await run("STANDARD", { level: "ALL", includeExecutionData: true });
  expect(started).toMatchObject({
    id: "1",
    details: { input: '{"n":1}', inputDetails: { truncated: false } },
  });
  const [bare] = await run("STANDARD", { level: "ALL", includeExecutionData: false });
  expect(bare?.details).toEqual({ roleArn: "arn:aws:iam::000000000000:role/machine" });
});
