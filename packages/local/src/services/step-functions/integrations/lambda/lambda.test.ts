import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";

import { useExecutionWorld } from "../../testing/execution-world.ts";

const folder = mkdtempSync(join(tmpdir(), "acme-lambda-"));
const tokens = join(folder, "token.txt");
beforeAll(() => {
  writeFileSync(
    join(folder, "functions.mjs"),
    `import { writeFileSync } from "node:fs";
     export const echo = (event) => event;
     export const refuse = () => { throw Object.assign(new Error("no"), { name: "Refused" }); };
     export const large = () => "a".repeat(263_168);
     export const keep = ({ token }) => { writeFileSync(${JSON.stringify(tokens)}, token); return "kept"; };`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const world = useExecutionWorld(() => ({
  projectDirectory: folder,
  functions: {
    echo: "./functions.mjs#echo",
    refuse: "./functions.mjs#refuse",
    large: "./functions.mjs#large",
    keep: "./functions.mjs#keep",
    gone: "http://127.0.0.1:1/",
  },
}));
const { start, history, types, untilStatus } = world;

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

const byArn = (name: string, more: object = {}) => ({
  StartAt: "Work",
  States: { Work: { Type: "Task", Resource: arnOf(name), End: true, ...more } },
});

const invoke = (parameters: object, suffix = "") => ({
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: `arn:aws:states:::lambda:invoke${suffix}`,
      Parameters: parameters,
      End: true,
    },
  },
});

test("a function's ARN as Resource gives the function's result", async () => {
  const executionArn = await start(byArn("echo"), '{"id": 7}');
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '{"id":7}' });
  expect(await types(executionArn)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "LambdaFunctionScheduled",
    "LambdaFunctionStarted",
    "LambdaFunctionSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

// Recorded on AWS: services/test_lambda_task_service, test_invoke.
test("lambda:invoke gives the result as Payload, with the exchange", async () => {
  const executionArn = await start(invoke({ FunctionName: `${arnOf("echo")}:$LATEST`, Payload: { id: 7 } }));
  const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
  expect(JSON.parse(output)).toEqual({
    ExecutedVersion: "$LATEST",
    Payload: { id: 7 },
    SdkHttpMetadata: {
      AllHttpHeaders: expect.objectContaining({
        "X-Amz-Executed-Version": ["$LATEST"],
        "Content-Length": ["8"],
      }),
      HttpHeaders: expect.objectContaining({ "X-Amz-Executed-Version": "$LATEST", "Content-Length": "8" }),
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: expect.any(String) },
    StatusCode: 200,
  });
});

test("an asynchronous invocation is answered at once", async () => {
  const executionArn = await start(invoke({ FunctionName: "refuse", InvocationType: "Event" }));
  const { output = "" } = await untilStatus(executionArn, "SUCCEEDED");
  expect(JSON.parse(output)).toMatchObject({ StatusCode: 202 });
});

test("a function that gets a token is waited for until somebody sends it", async () => {
  const executionArn = await start(
    invoke({ FunctionName: "keep", Payload: { "token.$": "$$.Task.Token" } }, ".waitForTaskToken"),
  );
  await world.untilType(executionArn, "TaskSubmitted");
  const submitted = (await history(executionArn)).find(({ type }) => type === "TaskSubmitted");
  expect(JSON.parse(submitted?.taskSubmittedEventDetails?.output ?? "")).toMatchObject({ Payload: "kept" });
  await world.sfn.send(
    new SendTaskSuccessCommand({ taskToken: readFileSync(tokens, "utf8"), output: '"approved"' }),
  );
  expect(await untilStatus(executionArn, "SUCCEEDED")).toMatchObject({ output: '"approved"' });
});

test.each([
  ["by its ARN", byArn("refuse")],
  ["through lambda:invoke", invoke({ FunctionName: "refuse" })],
])("a function's error has its name and its cause, called %s", async (_how, definition) => {
  const { error, cause = "" } = await untilStatus(await start(definition), "FAILED");
  expect(error).toBe("Refused");
  expect(JSON.parse(cause)).toMatchObject({ errorType: "Refused", errorMessage: "no" });
});

// Recorded on AWS: test_task_lambda_catch_state_all_data_limit_exceeded_on_large_utf8_response.
test("a result that is too large for a state fails the task", async () => {
  expect(await untilStatus(await start(byArn("large")), "FAILED")).toMatchObject({
    error: "States.DataLimitExceeded",
    cause: `The state/task '${arnOf("large")}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  });
});

// Recorded on AWS: test_no_such_function_catch.
test("a function that is not mapped is not found", async () => {
  expect(await untilStatus(await start(invoke({ FunctionName: "other" })), "FAILED")).toMatchObject({
    error: "Lambda.ResourceNotFoundException",
    cause: expect.stringMatching(
      /^Function not found: arn:aws:lambda:us-east-1:000000000000:function:other:\$LATEST \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [^;]+; Proxy: null\)$/,
    ),
  });
});

test("a function that cannot be reached can be retried by Lambda's names", async () => {
  expect(await untilStatus(await start(invoke({ FunctionName: "gone" })), "FAILED")).toMatchObject({
    error: "Lambda.SdkClientException",
    cause: expect.stringContaining("Unable to execute HTTP request to http://127.0.0.1:1/"),
  });
});

// Recorded on AWS: services/test_lambda_task_service, test_invoke_json_values.
test("a Payload that is a string is JSON text already", async () => {
  const { output = "" } = await untilStatus(
    await start(invoke({ FunctionName: "echo", Payload: '{"id":7}' })),
    "SUCCEEDED",
  );
  expect(JSON.parse(output)).toMatchObject({ Payload: { id: 7 } });
});

test("a Payload that is no JSON is refused as Lambda refuses it", async () => {
  const executionArn = await start(invoke({ FunctionName: "echo", Payload: "seven" }));
  expect(await untilStatus(executionArn, "FAILED")).toMatchObject({
    error: "Lambda.InvalidRequestContentException",
    cause: expect.stringContaining("Could not parse request body into json"),
  });
});

test.each([
  [{ Payload: {} }, "The field 'FunctionName' is required but was missing"],
  [{ FunctionName: "echo", Body: 1 }, "The field 'Body' is not supported by Step Functions"],
  [{ FunctionName: "echo", InvocationType: "Later" }, "is no type of invocation: Later"],
])("the arguments %j are refused with the field", async (parameters, reason) => {
  expect(await untilStatus(await start(invoke(parameters)), "FAILED")).toMatchObject({
    error: "States.Runtime",
    cause: expect.stringContaining(reason),
  });
});
