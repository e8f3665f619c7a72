import { CreateStateMachineCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { roleArn, useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { start, describeExecution, untilStatus, untilType } = world;

test("an execution can be started through the SDK integration, with JSON in the place of its input's text", async () => {
  const { stateMachineArn } = await world.sfn.send(
    new CreateStateMachineCommand({
      name: "child",
      roleArn,
      definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
    }),
  );
  const executionArn = await start({
    StartAt: "Child",
    States: {
      Child: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:startExecution",
        Parameters: { StateMachineArn: stateMachineArn, Input: { day: 1 }, Name: "one" },
        End: true,
      },
    },
  });
  const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
  expect(JSON.parse(output)).toEqual({
    ExecutionArn: stateMachineArn?.replace(":stateMachine:", ":execution:") + ":one",
    StartDate: new Date(world.clock.now()).toISOString(),
  });
  expect(await describeExecution(JSON.parse(output).ExecutionArn)).toMatchObject({ input: '{"day":1}' });
});

test("a parent waits for its child, and shows its output as text or as JSON", async () => {
  const { stateMachineArn: child } = await world.sfn.send(
    new CreateStateMachineCommand({
      name: "child",
      roleArn,
      definition: JSON.stringify({
        StartAt: "Sleep",
        States: { Sleep: { Type: "Wait", Seconds: 5, End: true } },
      }),
    }),
  );
  for (const [name, suffix, shown] of [
    ["text", ".sync", '{"day":1}'],
    ["json", ".sync:2", { day: 1 }],
  ] as const) {
    const { stateMachineArn } = await world.sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn,
        definition: JSON.stringify({
          StartAt: "Child",
          States: {
            Child: {
              Type: "Task",
              Resource: `arn:aws:states:::states:startExecution${suffix}`,
              Parameters: { StateMachineArn: child, "Input.$": "$" },
              End: true,
            },
          },
        }),
      }),
    );
    const { executionArn } = await world.sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: '{"day":1}' }),
    );
    await untilType(executionArn, "TaskSubmitted");
    world.clock.advanceTo(world.clock.now() + 5000);
    const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
    expect(JSON.parse(output)).toMatchObject({ Status: "SUCCEEDED", Output: shown });
  }
});
