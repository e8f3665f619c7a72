import { createHash, randomBytes } from "node:crypto";

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createS3Service } from "./service.ts";

const mebibyte = 1024 * 1024;
const target = { Bucket: "data", Key: "big" };

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

const begin = async () =>
  (await s3.send(new CreateMultipartUploadCommand({ ...target, ContentType: "text/plain" }))).UploadId;
const upload = async (UploadId: string | undefined, PartNumber: number, Body: Uint8Array) => {
  const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
  return { PartNumber, ETag };
};
const complete = (UploadId: string | undefined, Parts: { PartNumber: number; ETag: string | undefined }[]) =>
  s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
const countBlobs = () => world.context.store.prepare("SELECT count(*) AS n FROM s3_blobs").get()?.["n"];

test("parts in any order become one object in the order of their numbers", async () => {
  const [first, second] = [randomBytes(5 * mebibyte), randomBytes(mebibyte + 17)] as const;
  const UploadId = await begin();
  const two = await upload(UploadId, 2, second);
  await upload(UploadId, 1, randomBytes(10));
  const one = await upload(UploadId, 1, first);
  expect((await s3.send(new ListPartsCommand({ ...target, UploadId }))).Parts).toMatchObject([
    { PartNumber: 1, Size: first.length, ETag: one.ETag },
    { PartNumber: 2, Size: second.length, ETag: two.ETag },
  ]);
  const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest();
  const etag = `"${md5(Buffer.concat([md5(first), md5(second)])).toString("hex")}-2"`;
  expect(await complete(UploadId, [one, two])).toMatchObject({ ETag: etag, Key: "big" });

  const object = await s3.send(new GetObjectCommand({ ...target, ChecksumMode: "ENABLED" }));
  expect(object).toMatchObject({ ETag: etag, ContentType: "text/plain" });
  expect(
    Buffer.from((await object.Body?.transformToByteArray()) ?? []).equals(Buffer.concat([first, second])),
  ).toBe(true);
  const seam = await s3.send(
    new GetObjectCommand({ ...target, Range: `bytes=${5 * mebibyte - 2}-${5 * mebibyte + 1}` }),
  );
  expect(Buffer.from((await seam.Body?.transformToByteArray()) ?? [])).toEqual(
    Buffer.concat([first.subarray(-2), second.subarray(0, 2)]),
  );
  expect(countBlobs()).toBe(2);
});

test("a list of parts that does not fit is refused and the upload stays", async () => {
  const UploadId = await begin();
  const one = await upload(UploadId, 1, randomBytes(5 * mebibyte));
  const small = await upload(UploadId, 2, randomBytes(10));
  const three = await upload(UploadId, 3, randomBytes(10));
  await expect(complete(UploadId, [small, one])).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(complete(UploadId, [one, small, three])).rejects.toMatchObject({ name: "EntityTooSmall" });
  await expect(complete(UploadId, [{ PartNumber: 7, ETag: one.ETag }])).rejects.toMatchObject({
    name: "InvalidPart",
  });
  await expect(complete("none", [one])).rejects.toMatchObject({ name: "NoSuchUpload" });
  await complete(UploadId, [one, three]);
});

test("an aborted upload, and one in a deleted bucket, leave no bytes", async () => {
  const UploadId = await begin();
  await upload(UploadId, 1, randomBytes(10));
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: "data" }))).Uploads).toMatchObject([
    { Key: "big", UploadId },
  ]);
  await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
  expect(countBlobs()).toBe(0);
  await expect(upload(UploadId, 2, randomBytes(1))).rejects.toMatchObject({ name: "NoSuchUpload" });

  await upload(await begin(), 1, randomBytes(10));
  await s3.send(new DeleteBucketCommand({ Bucket: "data" }));
  expect(countBlobs()).toBe(0);
});

test("a part can be a range of another object", async () => {
  await s3.send(new PutObjectCommand({ Bucket: "data", Key: "source", Body: "0123456789" }));
  const UploadId = await begin();
  const { CopyPartResult } = await s3.send(
    new UploadPartCopyCommand({
      ...target,
      UploadId,
      PartNumber: 1,
      CopySource: "data/source",
      CopySourceRange: "bytes=2-4",
    }),
  );
  await complete(UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const { Body } = await s3.send(new GetObjectCommand(target));
  expect(await Body?.transformToString()).toBe("234");
});
