import type { Json } from "@acme-engine/asl";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createS3Service } from "../../s3/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { findOwnIntegration } from "./table.ts";
import { createTaskCall } from "../testing/task-call-world.ts";

let world: ServiceWorld;
beforeEach(async () => {
  world = createServiceWorld((context) => [createS3Service(context)]);
  await world.context.call("s3", "CreateBucket", { Bucket: "data" });
});
afterEach(() => world.close());

async function run(action: string, parameters: Json): Promise<Json> {
  const call = createTaskCall(`arn:aws:states:::aws-sdk:${action}`, parameters);
  const started = await findOwnIntegration(call.request.resource)?.integration.start(call, world.context);
  return started?.output ?? null;
}

// Recorded on AWS: services/test_aws_sdk_task_service, test_s3_put_object.
test.each<[Json, string, string]>([
  ["text data", "KUmHvQ==", "2b5df3712557f503a9977a8ea893b2c9"],
  [{ Dict: "Value" }, "hnEfWw==", "49e31cee5aec8faf3345893addb14346"],
  [["List", "Data"], "1F2MPA==", "6b23860357f6e63a0272b7f1143a663a"],
  [false, "K81oMA==", "68934a3e9455fa72420237eb05902327"],
  [0, "9NvfIQ==", "cfcd208495d565ef66e7dff9f98764da"],
])("s3:putObject stores %j as JSON text", async (Body, crc32, md5) => {
  expect(await run("s3:putObject", { Bucket: "data", Key: "key", Body })).toEqual({
    ChecksumCRC32: crc32,
    ChecksumType: "FULL_OBJECT",
    ETag: `"${md5}"`,
    ServerSideEncryption: "AES256",
  });
  expect(await run("s3:getObject", { Bucket: "data", Key: "key" })).toMatchObject({
    Body: JSON.stringify(Body),
    LastModified: "2026-01-01T00:00:00.000Z",
  });
});

test("an operation without an answer gives an empty object", async () => {
  expect(await run("s3:deleteBucket", { Bucket: "data" })).toEqual({});
});

// Recorded on AWS: error_handling/test_aws_sdk, test_no_such_bucket.
test("a service's error is named as its Java client names it", async () => {
  await expect(run("s3:listObjects", { Bucket: "nowhere" })).rejects.toMatchObject({
    error: "S3.NoSuchBucketException",
    reason: expect.stringMatching(
      /^The specified bucket does not exist \(Service: S3, Status Code: 404, Request ID: .+\)/,
    ),
  });
  await expect(run("s3:getBucketPolicy", { Bucket: "data" })).rejects.toMatchObject({
    error: "S3.S3Exception",
  });
});

test("an operation that the service does not have is refused with the spelling that is wanted", async () => {
  for (const action of ["s3:PutObject", "s3:putObjects", "s3:constructor"]) {
    await expect(run(action, {})).rejects.toMatchObject({
      error: "States.Runtime",
      reason: expect.stringContaining("camelCase"),
    });
  }
});

test("a pattern that an integration does not have is refused with those that it has", () => {
  expect(() => findOwnIntegration("arn:aws:states:::aws-sdk:s3:putObject.sync")).toThrow(
    /does not support \.sync; it supports no suffix, \.waitForTaskToken/,
  );
});
