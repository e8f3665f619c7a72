import {
  CloudFormationClient,
  CreateStack$,
  type CreateStackInput,
  CreateStackCommand,
  DescribeStacks$,
  type DescribeStacksInput,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  GetObject$,
  type GetObjectRequest,
  GetObjectCommand,
  ListObjectsV2$,
  ListObjectsV2Command,
  type ListObjectsV2Request,
  PutObject$,
  PutObjectCommand,
  type PutObjectRequest,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeExecution$,
  DescribeExecutionCommand,
  type DescribeExecutionInput,
  ListStateMachinesCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { AwsError } from "./aws-error.ts";
import { createRequestHandler } from "./handle-request.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";
import { createSdkRequestHandler } from "./sdk-request-handler.ts";
import { createService, operation } from "./service.ts";

const startedAt = new Date("2026-01-02T03:04:05.678Z");
const objects = new Map<string, Uint8Array>();
const stacks: CreateStackInput[] = [];
const bugs: string[] = [];

/** A row per protocol feature: the tables of real services are tested beside them. */
const services = [
  createService({
    name: "states",
    protocol: { kind: "awsJson", version: "1.0", targetPrefix: "AWSStepFunctions" },
    deps: {},
    operations: {
      DescribeExecution: operation(DescribeExecution$, ({ executionArn }: DescribeExecutionInput) => {
        if (executionArn === "bug") throw new TypeError("a bug");
        if (executionArn !== "known") {
          throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
        }
        return { executionArn, stateMachineArn: "machine", status: "RUNNING", startDate: startedAt };
      }),
    },
  }),
  createService({
    name: "cloudformation",
    protocol: {
      kind: "awsQuery",
      version: "2010-05-15",
      xmlNamespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    },
    deps: {},
    operations: {
      CreateStack: operation(CreateStack$, (input: CreateStackInput) => {
        stacks.push(input);
        return { StackId: "id & <name>" };
      }),
      DescribeStacks: operation(DescribeStacks$, ({ StackName }: DescribeStacksInput) => {
        if (StackName === "gone") throw new AwsError("ValidationError", "Stack with id gone does not exist");
        return {
          Stacks: [
            {
              StackName,
              CreationTime: startedAt,
              StackStatus: "CREATE_COMPLETE",
              Outputs: [{ OutputKey: "A", OutputValue: "1" }],
              Tags: [],
            },
          ],
        };
      }),
    },
  }),
  createService({
    name: "s3",
    protocol: { kind: "restXml", xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" },
    deps: {},
    operations: {
      PutObject: operation(PutObject$, ({ Bucket, Key, Body, Metadata }: PutObjectRequest) => {
        objects.set(`${Bucket}/${Key}`, Body as never);
        return { ETag: `"${Object.entries(Metadata ?? {}).join()}"` };
      }),
      GetObject: operation(GetObject$, ({ Bucket, Key }: GetObjectRequest) => {
        const Body = objects.get(`${Bucket}/${Key}`);
        if (!Body)
          throw new AwsError("NoSuchKey", "The specified key does not exist.", {
            statusCode: 404,
            fields: { Key },
          });
        return { Body: Body as never, ContentLength: Body.byteLength, LastModified: startedAt };
      }),
      ListObjectsV2: operation(ListObjectsV2$, ({ Bucket, Prefix = "" }: ListObjectsV2Request) => ({
        Name: Bucket,
        Prefix,
        Contents: [...objects].map(([Key, body]) => ({
          Key,
          Size: body.byteLength,
          LastModified: startedAt,
        })),
      })),
    },
  }),
];

const handle = createRequestHandler({
  services,
  createId: () => "request-1",
  onBug: (error, name) => bugs.push(`${name}: ${String(error)}`),
});

let server: HttpServer;
beforeAll(async () => {
  server = await startHttpServer({
    handle,
    describe: () => ({ engine: "acme" }),
    port: 0,
    maxBodyBytes: 3_000_000,
  });
});
afterAll(() => server.close());

const base = { region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" }, maxAttempts: 1 };

describe.each(["in process", "over HTTP"])("%s", (way) => {
  const connection = () =>
    way === "in process"
      ? { ...base, requestHandler: createSdkRequestHandler(handle) }
      : { ...base, endpoint: server.url };

  test("awsJson: dates arrive as dates, modelled errors as their class", async () => {
    const client = new SFNClient(connection());
    const execution = await client.send(new DescribeExecutionCommand({ executionArn: "known" }));
    expect(execution).toMatchObject({ status: "RUNNING", startDate: startedAt });
    await expect(client.send(new DescribeExecutionCommand({ executionArn: "other" }))).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
      message: "Execution Does Not Exist: 'other'",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("awsJson: an operation that the table lacks is unknown, a missing member and a wrong type are refused", async () => {
    const client = new SFNClient(connection());
    await expect(client.send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
    await expect(
      client.send(new DescribeExecutionCommand({ executionArn: undefined })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null",
    });
    await expect(
      client.send(new DescribeExecutionCommand({ executionArn: 7 as never })),
    ).rejects.toMatchObject({
      name: "SerializationException",
      message: "NUMBER_VALUE can not be converted to a String",
    });
  });

  test("a bug in an operation is InternalFailure for the caller and reported to us", async () => {
    bugs.length = 0;
    const client = new SFNClient(connection());
    await expect(client.send(new DescribeExecutionCommand({ executionArn: "bug" }))).rejects.toMatchObject({
      name: "InternalFailure",
      $metadata: { httpStatusCode: 500 },
    });
    expect(bugs).toEqual(["states:DescribeExecution: TypeError: a bug"]);
  });

  test("awsQuery: lists, nested structures and odd characters survive both ways", async () => {
    stacks.length = 0;
    const client = new CloudFormationClient(connection());
    const input = {
      StackName: "ünï & co",
      TemplateBody: "a: [1]\n<b>",
      Parameters: [
        { ParameterKey: "one", ParameterValue: "1" },
        { ParameterKey: "two", UsePreviousValue: true },
      ],
      Capabilities: ["CAPABILITY_NAMED_IAM" as const],
      TimeoutInMinutes: 5,
      Tags: [],
    };
    expect(await client.send(new CreateStackCommand(input))).toMatchObject({ StackId: "id & <name>" });
    expect(stacks).toEqual([input]);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: "x" }));
    expect(Stacks).toMatchObject([
      { CreationTime: startedAt, Outputs: [{ OutputKey: "A", OutputValue: "1" }], Tags: [] },
    ]);
    await expect(client.send(new DescribeStacksCommand({ StackName: "gone" }))).rejects.toMatchObject({
      name: "ValidationError",
      message: "Stack with id gone does not exist",
    });
  });

  test("restXml: objects with any key and metadata, streams, lists and errors", async () => {
    objects.clear();
    const client = new S3Client({ ...connection(), forcePathStyle: true });
    const Key = "a folder/ü+&?.txt";
    const put = await client.send(
      new PutObjectCommand({ Bucket: "bucket", Key, Body: "text", Metadata: { by: "me" } }),
    );
    expect(put.ETag).toBe('"by,me"');
    const got = await client.send(new GetObjectCommand({ Bucket: "bucket", Key }));
    expect(got.LastModified).toEqual(new Date("2026-01-02T03:04:05.000Z"));
    expect(await got.Body?.transformToString()).toBe("text");
    const list = await client.send(new ListObjectsV2Command({ Bucket: "bucket", Prefix: "a" }));
    expect(list).toMatchObject({
      Name: "bucket",
      Prefix: "a",
      Contents: [{ Key: `bucket/${Key}`, Size: 4 }],
    });
    await expect(client.send(new GetObjectCommand({ Bucket: "bucket", Key: "none" }))).rejects.toMatchObject({
      name: "NoSuchKey",
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("restXml: a body in aws-chunked encoding arrives decoded", async () => {
    const client = new S3Client({ ...connection(), forcePathStyle: true });
    const { Readable } = await import("node:stream");
    const Body = Readable.from([Buffer.alloc(1_000_000, "x"), Buffer.alloc(1_000_000, "y")]);
    await client.send(new PutObjectCommand({ Bucket: "bucket", Key: "big", Body, ContentLength: 2_000_000 }));
    expect(
      Buffer.from(objects.get("bucket/big") ?? []).equals(Buffer.from("x".repeat(1e6) + "y".repeat(1e6))),
    ).toBe(true);
  });
});

describe("the HTTP front", () => {
  const request = (path: string, init: RequestInit = {}) => fetch(server.url + path, init);

  test("says what it is", async () => {
    expect(await (await request("/_acme/health")).json()).toEqual({ engine: "acme" });
  });

  test("refuses a foreign Origin", async () => {
    const response = await request("/", { method: "POST", headers: { origin: "https://example.com" } });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      message: 'The Origin "https://example.com" is not this machine',
    });
  });

  test("refuses a foreign Host", async () => {
    const { request: raw } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      raw(`${server.url}/`, { headers: { host: "evil.example:4566" } }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test("refuses a body over the limit", async () => {
    const response = await request("/bucket/key", { method: "PUT", body: Buffer.alloc(4_000_000) });
    expect(response.status).toBe(413);
  });

  test("answers for a service that it does not have, naming it", async () => {
    const response = await request("/", {
      method: "POST",
      headers: { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" },
      body: "{}",
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      __type: "UnknownOperationException",
      message: expect.stringContaining('does not serve "AmazonSQS"'),
    });
  });

  test("answers garbage with an error in the protocol's form", async () => {
    const response = await request("/", {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.DescribeExecution" },
      body: "{not json",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: "SerializationException" });
  });

  test("an S3 sub-resource that the table lacks is not mistaken for another operation", async () => {
    const response = await request("/bucket?acl");
    expect(response.status).toBe(501);
    expect(await response.text()).toContain("<Code>NotImplemented</Code>");
  });
});
