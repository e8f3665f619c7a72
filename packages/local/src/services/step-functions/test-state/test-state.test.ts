import { SFNClient, TestStateCommand, type TestStateCommandInput } from "@aws-sdk/client-sfn";
import { afterEach, expect, it } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService } from "../service.ts";

const worlds: ServiceWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function testState(definition: object, rest: Omit<TestStateCommandInput, "definition"> = {}) {
  const world = createServiceWorld((context) => [createStepFunctionsService(context)]);
  worlds.push(world);
  const client = new SFNClient(world.client);
  const { $metadata: _, ...answer } = await client.send(
    new TestStateCommand({ definition: JSON.stringify(definition), ...rest }),
  );
  return answer;
}

const listMachines = {
  Type: "Task",
  Resource: "arn:aws:states:::aws-sdk:sfn:listStateMachines",
  Parameters: {},
  ResultSelector: { "count.$": "States.ArrayLength($.StateMachines)" },
  End: true,
};

it("calls the service of a task that has no mock", async () => {
  expect(await testState(listMachines)).toEqual({ status: "SUCCEEDED", output: '{"count":0}' });
});

it("tells of each step of the data from DEBUG on", async () => {
  const { inspectionData } = await testState(listMachines, { inspectionLevel: "DEBUG" });
  expect(inspectionData).toEqual({
    input: "{}",
    afterInputPath: "{}",
    afterParameters: "{}",
    result: '{"StateMachines":[]}',
    afterResultSelector: '{"count":0}',
    afterResultPath: '{"count":0}',
  });
});

it("fails as the service does", async () => {
  const answer = await testState({
    Type: "Task",
    Resource: "arn:aws:states:::aws-sdk:sfn:describeStateMachine",
    Parameters: { StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:none" },
    End: true,
  });
  expect(answer).toMatchObject({ status: "FAILED", error: "Sfn.StateMachineDoesNotExistException" });
});

const runTask = { Type: "Task", Resource: "arn:aws:states:::ecs:runTask.sync", Parameters: {}, End: true };
it.each([
  ["a list", listMachines, { StateMachines: {} }, "Field 'StateMachines' must be an array"],
  [
    "an item's field",
    listMachines,
    { StateMachines: [{ Name: 1 }] },
    "Required field 'StateMachineArn' is missing",
  ],
  ["what a job ends with", runTask, { Containers: [{ ExitCode: "0" }] }, "Field 'ExitCode' must be a number"],
])("holds %s of a mock against the service's model", async (_what, definition, result, message) => {
  await expect(testState(definition, { mock: { result: JSON.stringify(result) } })).rejects.toMatchObject({
    name: "ValidationException",
    message: `Mock result schema validation error: ${message}`,
  });
});

it("takes what an enumeration of a similar name has", async () => {
  const definition = { ...runTask, Resource: "arn:aws:states:::aws-sdk:s3:listObjectsV2" };
  const result = (StorageClass: string) => ({
    mock: { result: JSON.stringify({ Contents: [{ StorageClass }] }) },
  });
  expect(await testState(definition, result("STANDARD"))).toMatchObject({ status: "SUCCEEDED" });
  await expect(testState(definition, result("SHELF"))).rejects.toThrow("is not an expected value");
});
