import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CreateActivityCommand, StartExecutionCommand, StartSyncExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeEach, expect, test } from "vitest";

import { runTask, useExecutionWorld } from "../../testing/execution-world.ts";

const folder = mkdtempSync(join(tmpdir(), "acme-mocks-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "MockConfigFile.json");

/** Test cases of the state machine that `create` makes. */
function mock(testCases: object, responses: object): void {
  writeFileSync(
    path,
    JSON.stringify({ StateMachines: { machine: { TestCases: testCases } }, MockedResponses: responses }),
  );
}
beforeEach(() => mock({}, {}));

const world = useExecutionWorld(() => ({ mockConfigFile: path }));
const { create, types, untilStatus, untilType } = world;

/** One Task state of a service that the engine does not have. */
const call = (resource: string, more: object = {}) => ({
  StartAt: "Work",
  States: { Work: { Type: "Task", Resource: resource, Parameters: { Id: 7 }, End: true, ...more } },
});

async function startCase(definition: object, testCase: string) {
  const stateMachineArn = `${await create(definition)}#${testCase}`;
  const { executionArn } = await world.sfn.send(new StartExecutionCommand({ stateMachineArn, name: "run" }));
  return executionArn;
}

test("a mocked task answers what the test case says, and calls nobody", async () => {
  mock({ Happy: { Work: "Sent" } }, { Sent: { "0": { Return: { MessageId: "m-1" } } } });
  const executionArn = await startCase(call("arn:aws:states:::sqs:sendMessage"), "Happy");
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({
    output: '{"MessageId":"m-1"}',
    stateMachineArn: expect.stringMatching(/:machine$/),
  });
  expect(await types(executionArn)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

test("each retry takes the next answer, also when the engine was stopped in between", async () => {
  mock(
    { RetryPath: { Work: "Flaky" } },
    {
      Flaky: {
        "0": { Throw: { Error: "NotReady", Cause: "no" } },
        "1-2": { Throw: { Error: "Late", Cause: "slow" } },
        "3": { Return: "done" },
      },
    },
  );
  const retry = { Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 3 }] };
  const executionArn = await startCase(call("arn:aws:states:::lambda:invoke", retry), "RetryPath");
  for (const [failures, seconds] of [2, 4, 8].entries()) {
    const failed = async () => (await types(executionArn)).filter((type) => type === "TaskFailed");
    await expect.poll(failed).toHaveLength(failures + 1);
    await world.restart();
    world.clock.advanceTo(world.clock.now() + seconds * 1000);
  }
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '"done"' });
});

test("iterations of a Map share the numbers of their state", async () => {
  mock({ Each: { Work: "Numbers" } }, { Numbers: { "0": { Return: "a" }, "1-2": { Return: "b" } } });
  const definition = {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        MaxConcurrency: 1,
        ItemProcessor: call("arn:aws:states:::sns:publish"),
        End: true,
      },
    },
  };
  const stateMachineArn = `${await create(definition)}#Each`;
  const { executionArn } = await world.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: "[1,2,3]" }),
  );
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '["a","b","b"]' });
});

test.each([
  [{ "1": { Return: 1 } }, "1"],
  [{}, "none"],
])(
  "a call without an answer in %j fails the execution, whatever it retries or catches",
  async (answers, has) => {
    mock({ Short: { Work: "Once" } }, { Once: answers });
    const takesAll = { ErrorEquals: ["States.ALL"] };
    const definition = call("arn:aws:states:::sns:publish", {
      Retry: [takesAll],
      Catch: [{ ...takesAll, Next: "Caught" }],
    });
    const executionArn = await startCase(
      { ...definition, States: { ...definition.States, Caught: { Type: "Pass", End: true } } },
      "Short",
    );
    expect(await untilStatus(executionArn, "FAILED")).toMatchObject({
      error: "States.Runtime",
      cause: `The mocked response 'Once' has no answer for call 0 of the state 'Work'. It has: ${has}.`,
    });
  },
);

test("an error that is thrown can be caught by its name", async () => {
  mock({ Sad: { Work: "Broken" } }, { Broken: { "0": { Throw: { Error: "SQS.Busy", Cause: "later" } } } });
  const catching = { Catch: [{ ErrorEquals: ["SQS.Busy"], Next: "Caught" }] };
  const definition = call("arn:aws:states:::sqs:sendMessage", catching);
  const executionArn = await startCase(
    { ...definition, States: { ...definition.States, Caught: { Type: "Pass", End: true } } },
    "Sad",
  );
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({
    output: '{"Error":"SQS.Busy","Cause":"later"}',
  });
});

test.each([
  ["a .sync task", "arn:aws:states:::batch:submitJob.sync"],
  ["a task that waits for a token", "arn:aws:states:::sqs:sendMessage.waitForTaskToken"],
])("%s is submitted and ends with the answer", async (_what, resource) => {
  mock({ Done: { Work: "Result" } }, { Result: { "0": { Return: { ok: true } } } });
  const executionArn = await startCase(call(resource), "Done");
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '{"ok":true}' });
  expect((await types(executionArn)).slice(2, 6)).toEqual([
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitted",
    "TaskSucceeded",
  ]);
});

test("a function that is called by its ARN gives the payload of the answer", async () => {
  mock(
    { Paid: { Work: "Invoked" } },
    { Invoked: { "0": { Return: { StatusCode: 200, Payload: { paid: 1 } } } } },
  );
  const executionArn = await startCase(call("arn:aws:lambda:us-east-1:000000000000:function:charge"), "Paid");
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '{"paid":1}' });
  expect(await types(executionArn)).toContain("LambdaFunctionSucceeded");
});

test("an activity can be mocked, and no worker is asked", async () => {
  mock({ Worked: { Work: "ByHand" } }, { ByHand: { "0": { Return: 5 } } });
  const { activityArn } = await world.sfn.send(new CreateActivityCommand({ name: "by-hand" }));
  const executionArn = await startCase(call(activityArn ?? ""), "Worked");
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: "5" });
  expect((await types(executionArn)).slice(2, 5)).toEqual([
    "ActivityScheduled",
    "ActivityStarted",
    "ActivitySucceeded",
  ]);
});

test("a state that the test case leaves out is called for real", async () => {
  mock({ Hybrid: { Other: "Never" } }, { Never: { "0": { Return: 1 } } });
  const executionArn = await startCase(runTask(".sync"), "Hybrid");
  await untilType(executionArn, "TaskSubmitted");
  expect(world.ecs.tasks.size).toBe(1);
  world.ecs.end([...world.ecs.tasks.keys()][0] ?? "", 0);
  await untilStatus(executionArn, "SUCCEEDED");
});

test("an express execution has its test case too", async () => {
  mock(
    { Fast: { Work: "Twice" } },
    { Twice: { "0": { Throw: { Error: "E", Cause: "" } }, "1": { Return: 2 } } },
  );
  const retry = { Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 1 }] };
  const arn = await create(call("arn:aws:states:::sns:publish", retry), { type: "EXPRESS" });
  const answer = world.sfn.send(new StartSyncExecutionCommand({ stateMachineArn: `${arn}#Fast` }));
  await expect.poll(() => world.clock.pending).toBe(2);
  world.clock.advanceTo(world.clock.now() + 1000);
  expect(await answer).toMatchObject({ status: "SUCCEEDED", output: "2" });
});

test("a change of the file counts for what is started after it", async () => {
  const stateMachineArn = `${await create(call("arn:aws:states:::sns:publish"))}#New`;
  const start = () => world.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  await expect(start()).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(/state machine 'machine' has no test case 'New' in .*It has: none/),
  });
  mock({ New: { Work: "Hi" } }, { Hi: { "0": { Return: "hi" } } });
  expect(await untilStatus((await start()).executionArn, "SUCCEEDED")).toMatchObject({ output: '"hi"' });
  writeFileSync(path, "{ half of");
  await expect(start()).rejects.toThrow(/not valid JSON/);
});
