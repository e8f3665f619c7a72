import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createS3Service } from "./service.ts";

let world: ServiceWorld;
let s3: S3Client;
beforeEach(() => start("us-east-1"));
afterEach(stop);

function start(region: string) {
  world = createServiceWorld((context) => [createS3Service(context)], { region });
  s3 = new S3Client({ ...world.client, forcePathStyle: true });
}
async function stop() {
  s3.destroy();
  await world.close();
  expect(world.bugs).toEqual([]);
}

const create = (Bucket = "data") => s3.send(new CreateBucketCommand({ Bucket }));

test("a bucket is there from its creation to its deletion", async () => {
  expect(await create()).toMatchObject({ Location: "/data" });
  expect((await s3.send(new ListBucketsCommand())).Buckets).toMatchObject([
    { Name: "data", CreationDate: new Date("2026-01-01T00:00:00Z") },
  ]);
  expect(await s3.send(new HeadBucketCommand({ Bucket: "data" }))).toMatchObject({
    BucketRegion: "us-east-1",
  });
  await s3.send(new DeleteBucketCommand({ Bucket: "data" }));
  await expect(s3.send(new HeadBucketCommand({ Bucket: "data" }))).rejects.toMatchObject({
    name: "NotFound",
  });
  await expect(s3.send(new DeleteBucketCommand({ Bucket: "data" }))).rejects.toMatchObject({
    name: "NoSuchBucket",
  });
});

test("one's own bucket made again is no error in us-east-1, and one elsewhere", async () => {
  await create();
  await create();
  await stop();
  start("eu-west-1");
  await create();
  await expect(create()).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
  expect(await s3.send(new GetBucketLocationCommand({ Bucket: "data" }))).toMatchObject({
    LocationConstraint: "eu-west-1",
  });
});

test("a bucket with objects is not deleted", async () => {
  await create();
  await s3.send(new PutObjectCommand({ Bucket: "data", Key: "a", Body: "x" }));
  await expect(s3.send(new DeleteBucketCommand({ Bucket: "data" }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
  });
});

test.each(["Data", "ab", "10.0.0.1", "a..b", "xn--a", "-ab"])("the name %s is refused", async (name) => {
  await expect(create(name)).rejects.toMatchObject({ name: "InvalidBucketName" });
});

test("a new bucket has AWS's defaults", async () => {
  const Bucket = "data";
  await create();
  expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(
    {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  );
  expect(
    (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
  ).toEqual({
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
  });
  expect((await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls).toEqual({
    Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }],
  });
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
});

test("versioning can be suspended, and is refused with the reason", async () => {
  const Bucket = "data";
  await create();
  const put = (Status: "Enabled" | "Suspended") =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  await put("Suspended");
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Suspended");
  await expect(put("Enabled")).rejects.toMatchObject({
    name: "NotImplemented",
    message: expect.stringContaining("one version of each object"),
  });
});

test("tags and policies are kept, and missed by their own names", async () => {
  const Bucket = "data";
  await create();
  await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
    name: "NoSuchTagSet",
  });
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
    name: "NoSuchBucketPolicy",
  });
  const TagSet = [{ Key: "team", Value: "batch" }];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
  await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
    name: "NoSuchTagSet",
  });

  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: "{" }))).rejects.toMatchObject({
    name: "MalformedPolicy",
  });
});

test("objects leave at the midnight after their days are over, and say so before", async () => {
  const Bucket = "data";
  await create();
  await world.resume();
  const day = 24 * 60 * 60 * 1000;
  world.clock.advanceTo(Date.UTC(2026, 0, 1, 10));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          { ID: "short", Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 7 } },
          { ID: "off", Status: "Disabled", Filter: {}, Expiration: { Days: 1 } },
        ],
      },
    }),
  );
  expect(await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).toMatchObject({
    Rules: [{ ID: "short", Expiration: { Days: 7 } }, { ID: "off" }],
  });
  const { Expiration } = await s3.send(new PutObjectCommand({ Bucket, Key: "tmp/a", Body: "a" }));
  expect(Expiration).toBe('expiry-date="Fri, 09 Jan 2026 00:00:00 GMT", rule-id="short"');
  await s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "a" }));

  world.clock.advanceTo(Date.UTC(2026, 0, 9) - 1);
  await s3.send(new HeadObjectCommand({ Bucket, Key: "tmp/a" }));
  world.clock.advanceTo(Date.UTC(2026, 0, 9));
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "tmp/a" }))).rejects.toMatchObject({
    name: "NotFound",
  });
  world.clock.advanceTo(world.clock.now() + 100 * day);
  await s3.send(new HeadObjectCommand({ Bucket, Key: "kept" }));
});

test("an impossible lifecycle rule is refused", async () => {
  await create();
  const Rules = [{ Status: "Enabled" as const, Filter: {}, Expiration: { Days: 0 } }];
  await expect(
    s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: "data", LifecycleConfiguration: { Rules } }),
    ),
  ).rejects.toMatchObject({ name: "InvalidArgument" });
});
