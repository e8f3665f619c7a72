import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";

import { createServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService } from "../service.ts";

it("the machine of a map run's child is the Map's processor", async () => {
  const world = createServiceWorld((context) => [createStepFunctionsService(context)]);
  const sfn = new SFNClient(world.client);
  const processor = {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "One",
    States: { One: { Type: "Pass", End: true } },
  };
  const Each = { Type: "Map", Label: "items", ItemsPath: "$", ItemProcessor: processor, End: true };
  const definition = JSON.stringify({ StartAt: "Each", States: { Each } });
  const roleArn = "arn:aws:iam::000000000000:role/machine";
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: "machine", definition, roleArn }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: "[1]" }));
  await expect
    .poll(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status)
    .toBe("SUCCEEDED");
  const { mapRuns: [mapRun] = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const { executions: [child] = [] } = await sfn.send(
    new ListExecutionsCommand({ mapRunArn: mapRun?.mapRunArn }),
  );
  const described = await sfn.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: child?.executionArn }),
  );
  expect(described).toMatchObject({
    stateMachineArn: `${stateMachineArn}/items`,
    name: "machine/items",
    label: "items",
    mapRunArn: mapRun?.mapRunArn,
    roleArn,
  });
  expect(JSON.parse(described.definition ?? "")).toMatchObject({ StartAt: "One" });
  expect(world.bugs).toEqual([]);
  await world.close();
});
