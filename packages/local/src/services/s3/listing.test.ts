import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
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

async function fill(...keys: string[]) {
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: "data", Key, Body: Key }));
}

async function listAll(options: object) {
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: "data", ...options })) {
    pages.push([
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    ]);
  }
  return pages;
}

test("keys come in order of their UTF-8 bytes", async () => {
  await fill("b", "a", "ä", "Z", "😀", "\uFF5E");
  expect(await listAll({})).toEqual([["Z", "a", "b", "ä", "\uFF5E", "😀"]]);
});

test("pages meet without gap or double, with and without a delimiter", async () => {
  await fill("a/1", "a/2", "b", "c/1", "c/2/3", "d", "e/1");
  expect(await listAll({ MaxKeys: 3 })).toEqual([["a/1", "a/2", "b"], ["c/1", "c/2/3", "d"], ["e/1"]]);
  expect(await listAll({ MaxKeys: 2, Delimiter: "/" })).toEqual([["b", "a/"], ["d", "c/"], ["e/"]]);
  expect(await listAll({ Prefix: "c/", Delimiter: "/" })).toEqual([["c/1", "c/2/"]]);
});

test("a page ends exactly at its limit without promising another", async () => {
  await fill("a", "b");
  expect(await s3.send(new ListObjectsV2Command({ Bucket: "data", MaxKeys: 2 }))).toMatchObject({
    KeyCount: 2,
    IsTruncated: false,
  });
  expect(await s3.send(new ListObjectsV2Command({ Bucket: "data", MaxKeys: 0 }))).toMatchObject({
    KeyCount: 0,
    IsTruncated: false,
  });
});

test("a common prefix of more keys than one scan is listed once", async () => {
  const insert = world.context.store.prepare(
    "INSERT INTO s3_objects (bucket, key, etag, size, modified_at, headers, blobs) VALUES ('data', ?, '\"\"', 0, 0, '{\"tags\":[]}', '[]')",
  );
  world.context.store.transaction(() => {
    for (let index = 0; index < 2500; index++) insert.run(`many/${String(index).padStart(5, "0")}`);
  });
  await fill("next");
  expect(await listAll({ Delimiter: "/" })).toEqual([["next", "many/"]]);
  expect((await listAll({})).map((page) => page.length)).toEqual([1000, 1000, 501]);
});

test("StartAfter begins after a key that need not exist", async () => {
  await fill("a", "c");
  expect(await listAll({ StartAfter: "b" })).toEqual([["c"]]);
});

test("ListObjects goes on at its marker", async () => {
  await fill("a/1", "b", "c");
  const first = await s3.send(new ListObjectsCommand({ Bucket: "data", Delimiter: "/", MaxKeys: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, NextMarker: "a/" });
  const rest = await s3.send(
    new ListObjectsCommand({ Bucket: "data", Delimiter: "/", Marker: first.NextMarker }),
  );
  expect(rest.Contents?.map(({ Key }) => Key)).toEqual(["b", "c"]);
  expect(rest.CommonPrefixes).toBeUndefined();
});

test("names are percent-encoded for clients that ask so", async () => {
  await fill("a b/(ü)\u0001");
  const { Contents, EncodingType } = await s3.send(
    new ListObjectsV2Command({ Bucket: "data", EncodingType: "url" }),
  );
  expect(EncodingType).toBe("url");
  expect(Contents?.map(({ Key }) => Key)).toEqual(["a%20b/%28%C3%BC%29%01"]);
});

test("every object has the one version null", async () => {
  await fill("a");
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: "data" }));
  expect(Versions).toMatchObject([{ Key: "a", VersionId: "null", IsLatest: true }]);
});

test("a made-up continuation token is refused", async () => {
  await expect(
    s3.send(new ListObjectsV2Command({ Bucket: "data", ContinuationToken: "!!" })),
  ).rejects.toMatchObject({ name: "InvalidArgument" });
});
