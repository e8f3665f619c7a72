import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Json } from "@acme-engine/asl";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../../testing/service-world.ts";
import { type ScriptedService, startScriptedService } from "../../testing/scripted-service.ts";
import { createLambdaIntegrations } from "../lambda/lambda-integrations.ts";
import { createServiceInvoker } from "../lambda/service-invoker.ts";
import { parseTaskResource } from "../task-resource.ts";
import { listClientPackages, nameClientPackage } from "./find-client-package.ts";
import { createPassThrough, type PassThrough } from "./pass-through.ts";
import { toJavaName } from "./service-client.ts";

/** A folder whose `node_modules` has AWS SDK clients beside those that the engine itself needs. */
const projectDirectory =
  process.env["ACME_SDK_CLIENTS"] ?? fileURLToPath(new URL("../../../../../../..", import.meta.url));
const missing = ["sqs", "sns", "dynamodb", "eventbridge", "lambda"]
  .map((name) => `@aws-sdk/client-${name}`)
  .filter((name) => !isInstalled(name));
if (missing.length > 0) {
  console.log(
    `Not tested, for lack of ${missing.join(", ")}: what is called through them (ACME_SDK_CLIENTS).`,
  );
}

function isInstalled(name: string): boolean {
  try {
    createRequire(join(projectDirectory, "package.json")).resolve(name);
    return true;
  } catch {
    return false;
  }
}

let service: ScriptedService;
let world: ServiceWorld;
let passThrough: PassThrough;
beforeEach(async () => {
  service = await startScriptedService();
  world = createServiceWorld(() => []);
  passThrough = open({});
});
afterEach(async () => {
  passThrough.close();
  await world.close();
  await service.close();
});

const open = (more: { endpoint?: string; projectDirectory?: string }, own?: string) =>
  createPassThrough(
    { endpoint: service.url, region: "eu-west-1", projectDirectory, environment: {}, ...more },
    () => own,
  );

async function run(name: string, parameters: Json): Promise<Json> {
  const text = `arn:aws:states:::${name}`;
  const resource = parseTaskResource(text);
  const integration = resource && passThrough.find(resource);
  if (!resource || !integration) throw new Error(`${name} is not passed through`);
  const call = { ...toCall(text, parameters), resource };
  return (await integration.start(call, world.context)).output;
}

const toCall = (resource: string, parameters: Json) => ({
  request: { taskId: "1", resource, arguments: parameters, stateName: "Work", attempt: 0 },
  resource: { service: "lambda", action: "invoke", pattern: "requestResponse" as const },
  executionArn: "arn:aws:states:us-east-1:000000000000:execution:machine:run",
  clientToken: "c".repeat(64),
});

const body = (index = 0): unknown => JSON.parse(service.asked[index]?.body ?? "");

describe("aws-sdk:<service>:<action>", () => {
  test("is sent by the project's client, signed, and answers in PascalCase", async () => {
    service.answer = { body: '{"logGroups":[{"logGroupName":"a","creationTime":5}]}' };
    expect(await run("aws-sdk:cloudwatchlogs:describeLogGroups", { Limit: 1 })).toEqual({
      LogGroups: [{ CreationTime: 5, LogGroupName: "a" }],
    });
    expect(body()).toEqual({ limit: 1 });
    expect(service.asked[0]?.headers).toMatchObject({
      "x-amz-target": "Logs_20140328.DescribeLogGroups",
      authorization: expect.stringContaining("/eu-west-1/logs/aws4_request"),
    });
  });

  test.each([
    [
      "ResourceNotFoundException",
      "CloudWatchLogs.ResourceNotFoundException",
      "not there (Service: CloudWatchLogs, Status Code: 400, Request ID: ",
    ],
    ["NeverHeardOf", "CloudWatchLogs.CloudWatchLogsException", "not there (Service: CloudWatchLogs"],
  ])("names the service's error %s as AWS does", async (code, error, cause) => {
    service.answer = { status: 400, body: JSON.stringify({ __type: code, message: "not there" }) };
    await expect(run("aws-sdk:cloudwatchlogs:createLogGroup", { LogGroupName: "a" })).rejects.toMatchObject({
      error,
      reason: expect.stringContaining(cause),
    });
    expect(service.asked).toHaveLength(1);
  });

  test("refuses an action that the service does not have", async () => {
    await expect(run("aws-sdk:cloudwatchlogs:readMind", {})).rejects.toMatchObject({
      error: "States.Runtime",
      reason: expect.stringContaining('no operation "readMind"'),
    });
  });

  test("says which package to install", async () => {
    await expect(run("aws-sdk:secretsmanager:getSecretValue", { SecretId: "a" })).rejects.toMatchObject({
      error: "Acme.MissingClient",
      reason: expect.stringContaining("npm install --save-dev @aws-sdk/client-secrets-manager"),
    });
  });

  test("says that nobody answered", async () => {
    passThrough = open({ endpoint: "http://127.0.0.1:1" });
    await expect(run("aws-sdk:cloudwatchlogs:describeLogGroups", {})).rejects.toMatchObject({
      error: "Acme.PassThroughFailed",
      reason: expect.stringContaining("no answer from http://127.0.0.1:1"),
    });
  });

  test("is not passed on to the engine itself", async () => {
    passThrough = open({}, service.url);
    await expect(run("aws-sdk:cloudwatchlogs:describeLogGroups", {})).rejects.toMatchObject({
      error: "Acme.PassThroughFailed",
      reason: expect.stringContaining("which is this engine"),
    });
  });
});

describe.skipIf(missing.length > 0)("optimized integrations", () => {
  // Recorded on AWS: services/test_sqs_task_service, test_send_message.
  test("sqs:sendMessage shows the exchange, and writes JSON in the place of a text", async () => {
    const parameters = { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q", MessageBody: { a: 1 } };
    // The client holds the digest against what it has sent.
    const digest = createHash("md5").update('{"a":1}').digest("hex");
    service.answer = { body: JSON.stringify({ MD5OfMessageBody: digest, MessageId: "m-1" }) };
    expect(await run("sqs:sendMessage", parameters)).toMatchObject({
      MessageId: "m-1",
      SdkHttpMetadata: {
        AllHttpHeaders: { "Content-Type": ["application/x-amz-json-1.0"], "x-amzn-RequestId": ["r-1"] },
        HttpHeaders: { "x-amzn-RequestId": "r-1" },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: "r-1" },
    });
    expect(body()).toMatchObject({ MessageBody: '{"a":1}' });
  });

  // Recorded on AWS: test_send_message_empty_body.
  test("sqs:sendMessage leaves it to the service to refuse what is null", async () => {
    service.answer = {
      status: 400,
      body: '{"__type":"MissingParameter","message":"The request must contain the parameter MessageBody."}',
    };
    await expect(run("sqs:sendMessage", { QueueUrl: "http://q", MessageBody: null })).rejects.toMatchObject({
      error: "SQS.AmazonSQSException",
      reason: expect.stringMatching(
        /^The request must contain the parameter MessageBody\. \(Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: .*; Proxy: null\)$/,
      ),
    });
  });

  test("sns:publish answers in XML", async () => {
    service.answer = {
      contentType: "text/xml",
      body: "<PublishResponse><PublishResult><MessageId>m-2</MessageId></PublishResult><ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></PublishResponse>",
    };
    expect(await run("sns:publish", { TopicArn: "t", Message: { hello: "you" } })).toMatchObject({
      MessageId: "m-2",
      SdkHttpMetadata: { HttpHeaders: { "Content-Type": "text/xml" } },
    });
    expect(new URLSearchParams(service.asked[0]?.body).get("Message")).toBe('{"hello":"you"}');
  });

  // Recorded on AWS: services/test_dynamodb_task_service, test_put_get_item; error_handling/test_task_service_dynamodb.
  test("dynamodb:getItem and its errors", async () => {
    service.answer = { body: '{"Item":{"id":{"S":"id1"},"n":{"N":"1"}}}' };
    const parameters = { TableName: "t", Key: { id: { S: "id1" } } };
    expect(await run("dynamodb:getItem", parameters)).toMatchObject({
      Item: { id: { S: "id1" }, n: { N: "1" } },
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    expect(body()).toEqual(parameters);
    const fail = (type: string) => {
      service.answer = {
        status: 400,
        body: JSON.stringify({ __type: `com.amazonaws#${type}`, message: "no" }),
      };
      return run("dynamodb:getItem", parameters);
    };
    await expect(fail("ResourceNotFoundException")).rejects.toMatchObject({
      error: "DynamoDB.ResourceNotFoundException",
      reason: expect.stringContaining(
        "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ",
      ),
    });
    await expect(fail("ValidationException")).rejects.toMatchObject({
      error: "DynamoDB.AmazonDynamoDBException",
    });
    await expect(run("aws-sdk:dynamodb:getItem", parameters)).rejects.toMatchObject({
      error: "DynamoDb.DynamoDbException",
      reason: expect.stringContaining("(Service: DynamoDb, Status Code: 400"),
    });
  });

  // Recorded on AWS: test_put_events, test_put_events_no_source.
  test("events:putEvents fails when one of its entries does", async () => {
    service.answer = { body: '{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}' };
    const entries = { Entries: [{ Detail: { a: 1 }, DetailType: "t", Source: "s" }] };
    expect(await run("events:putEvents", entries)).toEqual({
      Entries: [{ EventId: "e-1" }],
      FailedEntryCount: 0,
    });
    expect(body()).toMatchObject({ Entries: [{ Detail: '{"a":1}' }] });
    service.answer = {
      body: '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"no"}]}',
    };
    await expect(run("events:putEvents", entries)).rejects.toMatchObject({
      error: "EventBridge.FailedEntry",
      reason: '{"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"no"}],"FailedEntryCount":1}',
    });
  });

  test("lambda:invoke reaches a function that is nowhere mapped", async () => {
    const { invoke } = createLambdaIntegrations([createServiceInvoker(passThrough)], () => undefined);
    const call = toCall("arn:aws:states:::lambda:invoke", { FunctionName: "charge", Payload: { id: 7 } });
    service.answer = { contentType: "application/json", body: '{"paid":true}' };
    expect((await invoke.start(call, world.context)).output).toMatchObject({
      ExecutedVersion: "$LATEST",
      Payload: { paid: true },
      StatusCode: 200,
    });
    expect(body()).toEqual({ id: 7 });
    service.answer = {
      headers: { "X-Amz-Function-Error": "Unhandled" },
      body: '{"errorType":"Refused","errorMessage":"no"}',
    };
    await expect(invoke.start(call, world.context)).rejects.toMatchObject({ error: "Refused" });
    service.answer = {
      status: 404,
      headers: { "x-amzn-errortype": "ResourceNotFoundException" },
      body: '{"Message":"Function not found: charge"}',
    };
    await expect(invoke.start(call, world.context)).rejects.toMatchObject({
      error: "Lambda.ResourceNotFoundException",
      reason: expect.stringContaining("Function not found: charge (Service: AWSLambda; Status Code: 404;"),
    });
  });
});

test("optimized integrations that it does not know are not passed through", () => {
  const resource = { service: "glue", action: "startJobRun", pattern: "requestResponse" as const };
  expect(passThrough.find(resource)).toBeUndefined();
  expect(passThrough.find({ ...resource, service: "constructor" })).toBeUndefined();
});

test.each([
  ["sqs", "@aws-sdk/client-sqs"],
  ["secretsmanager", "@aws-sdk/client-secrets-manager"],
  ["events", "@aws-sdk/client-eventbridge"],
  ["codepipeline", "@aws-sdk/client-code-pipeline"],
])("the client of %s is %s", (name, packageName) => {
  expect(nameClientPackage(name, ["@aws-sdk/client-code-pipeline"])).toBe(packageName);
});

test("the project's clients are found in the folders above too", () => {
  expect(listClientPackages(join(projectDirectory, "packages", "none"))).toEqual(
    expect.arrayContaining(listClientPackages(projectDirectory)),
  );
});

// Names of AWS SDK for Java 2; the first two were recorded on AWS.
test.each([
  ["DynamoDB", "DynamoDb"],
  ["Secrets Manager", "SecretsManager"],
  ["SQS", "Sqs"],
  ["S3", "S3"],
  ["EventBridge", "EventBridge"],
  ["CloudWatch Logs", "CloudWatchLogs"],
  ["IoT", "Iot"],
])("errors of %s start with %s", (serviceId, name) => {
  expect(toJavaName(serviceId)).toBe(name);
});
