import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";

import { runTask, useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { start, describeExecution, untilType } = world;

describe("a task with a token", () => {
  const withToken = runTask(".waitForTaskToken", {
    HeartbeatSeconds: 30,
    Parameters: {
      Cluster: "batch",
      TaskDefinition: "etl:1",
      Overrides: {
        ContainerOverrides: [{ Name: "main", Environment: [{ Name: "TOKEN", "Value.$": "$$.Task.Token" }] }],
      },
    },
  });
  const token = () => world.ecs.started[0]?.overrides?.containerOverrides?.[0]?.environment?.[0]?.value;

  test("ends with what the holder of the token says", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    world.clock.advanceTo(world.clock.now() + 20_000);
    await world.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    world.clock.advanceTo(world.clock.now() + 20_000);
    await world.sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{"rows":7}' }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "SUCCEEDED",
      output: '{"rows":7}',
    });
    await expect(
      world.sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: "1" })),
    ).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  test("fails with the error that the holder of the token names", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    await world.sfn.send(new SendTaskFailureCommand({ taskToken: token(), error: "BadDay", cause: "rain" }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: "FAILED",
      error: "BadDay",
      cause: "rain",
    });
  });

  test("is over without a heartbeat, and who comes late is told so", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    world.clock.advanceTo(world.clock.now() + 30_000);
    expect(await describeExecution(executionArn)).toMatchObject({ status: "FAILED" });
    await expect(world.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token() }))).rejects.toMatchObject({
      name: "TaskTimedOut",
    });
    expect(world.ecs.stopped).toEqual([]);
  });

  test("refuses an output that is no JSON, and a token that was never given", async () => {
    const executionArn = await start(withToken);
    await untilType(executionArn, "TaskSubmitted");
    await expect(
      world.sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: "{" })),
    ).rejects.toMatchObject({ name: "InvalidOutput" });
    await expect(
      world.sfn.send(new SendTaskSuccessCommand({ taskToken: "made-up", output: "1" })),
    ).rejects.toMatchObject({ name: "InvalidToken", message: "Invalid Token: 'Invalid token'" });
    await world.sfn.send(new StopExecutionCommand({ executionArn }));
  });
});
