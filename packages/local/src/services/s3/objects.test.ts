import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";

import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createS3Service } from "./service.ts";

let world: ServiceWorld;
let s3: S3Client;
beforeEach(async () => {
  world = createServiceWorld((context) => [createS3Service(context)]);
  s3 = new S3Client({ ...world.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "data" }));
});
afterEach(async () => {
  s3.destroy();
  await world.close();
  expect(world.bugs).toEqual([]);
});

const put = (Key: string, Body: string | Uint8Array) =>
  s3.send(new PutObjectCommand({ Bucket: "data", Key, Body }));
const read = async (Key: string, options: object = {}) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "data", Key, ...options }));
  return (await Body?.transformToString()) ?? "";
};

test("an object comes back as it was put, with its headers", async () => {
  const sent = await s3.send(
    new PutObjectCommand({
      Bucket: "data",
      Key: "ordner/grüße 1.txt",
      Body: "text data",
      ContentType: "text/plain",
      CacheControl: "no-store",
      Expires: new Date("2027-01-01T00:00:00Z"),
      Metadata: { run: "42" },
      Tagging: "team=batch",
    }),
  );
  expect(sent).toMatchObject({
    ETag: '"332eec544317a6d340b8e77da7fe54ad"',
    ServerSideEncryption: "AES256",
    ChecksumCRC32: expect.any(String),
  });
  const object = await s3.send(new GetObjectCommand({ Bucket: "data", Key: "ordner/grüße 1.txt" }));
  expect(object).toMatchObject({
    ContentType: "text/plain",
    ContentLength: 9,
    CacheControl: "no-store",
    ETag: sent.ETag,
    LastModified: new Date("2026-01-01T00:00:00Z"),
    Metadata: { run: "42" },
    TagCount: 1,
    ExpiresString: "Fri, 01 Jan 2027 00:00:00 GMT",
  });
  expect(await object.Body?.transformToString()).toBe("text data");
  expect(
    (await s3.send(new GetObjectTaggingCommand({ Bucket: "data", Key: "ordner/grüße 1.txt" }))).TagSet,
  ).toEqual([{ Key: "team", Value: "batch" }]);
});

test("a streamed body of several chunks comes back whole, and in ranges across the chunks", async () => {
  const bytes = randomBytes(2.5 * 1024 * 1024);
  const size = bytes.byteLength;
  await s3.send(
    new PutObjectCommand({
      Bucket: "data",
      Key: "big",
      Body: Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]),
      ContentLength: size,
    }),
  );
  const get = async (Range?: string) => {
    const answer = await s3.send(new GetObjectCommand({ Bucket: "data", Key: "big", Range }));
    return {
      range: answer.ContentRange,
      body: Buffer.from((await answer.Body?.transformToByteArray()) ?? []),
    };
  };
  expect((await get()).body.equals(bytes)).toBe(true);
  const middle = await get("bytes=1048570-2097160");
  expect(middle.range).toBe(`bytes 1048570-2097160/${size}`);
  expect(middle.body.equals(bytes.subarray(1048570, 2097161))).toBe(true);
  expect((await get("bytes=-7")).body.equals(bytes.subarray(-7))).toBe(true);
  expect((await get("bytes=2621430-")).body.equals(bytes.subarray(2621430))).toBe(true);
  await expect(get(`bytes=${size}-`)).rejects.toMatchObject({ name: "InvalidRange" });
});

test("HeadObject tells the size without the bytes", async () => {
  await put("note", "text data");
  expect(await s3.send(new HeadObjectCommand({ Bucket: "data", Key: "note" }))).toMatchObject({
    ContentLength: 9,
    ETag: '"332eec544317a6d340b8e77da7fe54ad"',
    AcceptRanges: "bytes",
  });
});

test("what is not there is named in S3's words", async () => {
  await expect(read("none")).rejects.toMatchObject({
    name: "NoSuchKey",
    message: "The specified key does not exist.",
    Key: "none",
  });
  await expect(s3.send(new GetObjectCommand({ Bucket: "other", Key: "none" }))).rejects.toMatchObject({
    name: "NoSuchBucket",
    message: "The specified bucket does not exist",
  });
  await expect(s3.send(new HeadObjectCommand({ Bucket: "data", Key: "none" }))).rejects.toMatchObject({
    name: "NotFound",
  });
  await put("one", "1");
  await expect(read("one", { VersionId: "v1" })).rejects.toMatchObject({ name: "NoSuchVersion" });
});

test("conditional reads follow the entity tag and the date", async () => {
  const { ETag = "" } = await put("one", "1");
  expect(await read("one", { IfMatch: ETag })).toBe("1");
  await expect(read("one", { IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(read("one", { IfNoneMatch: ETag })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  await expect(read("one", { IfModifiedSince: new Date(world.clock.now()) })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
});

test("a conditional write does not overwrite", async () => {
  const create = (Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: "data", Key: "lock", Body, IfNoneMatch: "*" }));
  await create("first");
  await expect(create("second")).rejects.toMatchObject({ name: "PreconditionFailed" });
  expect(await read("lock")).toBe("first");
});

test("bytes that do not match their checksum are refused and not kept", async () => {
  await expect(
    s3.send(new PutObjectCommand({ Bucket: "data", Key: "bad", Body: "text", ChecksumSHA256: "AAAA" })),
  ).rejects.toMatchObject({ name: "BadDigest" });
  await expect(
    s3.send(
      new PutObjectCommand({
        Bucket: "data",
        Key: "bad",
        Body: "text",
        ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==",
      }),
    ),
  ).rejects.toMatchObject({ name: "BadDigest" });
  await expect(read("bad")).rejects.toMatchObject({ name: "NoSuchKey" });
});

// Check values of the algorithms' catalogue entries, for "123456789".
test.each([
  ["CRC32", "cbf43926"],
  ["CRC32C", "e3069283"],
] as const)("an asked-for %s is computed", async (algorithm, hex) => {
  const { [`Checksum${algorithm}` as const]: value } = await s3.send(
    new PutObjectCommand({ Bucket: "data", Key: "sum", Body: "123456789", ChecksumAlgorithm: algorithm }),
  );
  expect(Buffer.from(value ?? "", "base64").toString("hex")).toBe(hex);
});

test("a copy has the content, and the metadata unless told otherwise", async () => {
  await s3.send(new PutObjectCommand({ Bucket: "data", Key: "a b", Body: "text", Metadata: { from: "a" } }));
  const copy = (options: object) =>
    s3.send(new CopyObjectCommand({ Bucket: "data", Key: "copy", CopySource: "data/a%20b", ...options }));
  await copy({});
  expect(await s3.send(new GetObjectCommand({ Bucket: "data", Key: "copy" }))).toMatchObject({
    Metadata: { from: "a" },
  });
  await copy({ MetadataDirective: "REPLACE", Metadata: { from: "b" } });
  expect(await s3.send(new GetObjectCommand({ Bucket: "data", Key: "copy" }))).toMatchObject({
    Metadata: { from: "b" },
  });
  await expect(copy({ Key: "a b" })).rejects.toMatchObject({ name: "InvalidRequest" });
  await expect(copy({ CopySource: "data/none" })).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("deleting is idempotent, one by one and in bulk, and frees the bytes", async () => {
  for (const key of ["a", "b", "c"]) await put(key, key);
  await s3.send(new DeleteObjectCommand({ Bucket: "data", Key: "a" }));
  await s3.send(new DeleteObjectCommand({ Bucket: "data", Key: "a" }));
  const { Deleted } = await s3.send(
    new DeleteObjectsCommand({
      Bucket: "data",
      Delete: { Objects: [{ Key: "b" }, { Key: "c" }, { Key: "d" }] },
    }),
  );
  expect(Deleted?.map(({ Key }) => Key)).toEqual(["b", "c", "d"]);
  expect(world.context.store.prepare("SELECT count(*) AS n FROM s3_chunks").get()).toEqual({ n: 0 });
});

test("a key longer than 1,024 bytes is refused", async () => {
  await expect(put("ü".repeat(513), "x")).rejects.toMatchObject({ name: "KeyTooLongError" });
});
