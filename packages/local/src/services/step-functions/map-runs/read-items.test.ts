import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { bucket, mapOf, objectReader, useMapRunWorld } from "../testing/map-run-world.ts";

const world = useMapRunWorld();

/** What the children get. */
async function itemsOf(map: object): Promise<unknown> {
  const { status, output = "", cause } = await world.untilEnded(await world.start(mapOf(map)));
  expect({ status, cause }).toEqual({ status: "SUCCEEDED", cause: undefined });
  return JSON.parse(output);
}

/** Three rows in two row groups, written with pyarrow 21: {id: 1, name: "a", ok: true} … */
const parquet: { [compression: string]: string } = {
  SNAPPY: [
    "UEFSMRUAFSwVMCwVBBUAFQYVBhwAAAAWVAIAAAAEAQEAAAAAAAAAAgAAAAAAAAAVABUgFSQsFQQVABUGFQYcAAAAEDwCAAAA",
    "BAEBAAAAYQEAAABiFQAVDhUSLBUEFQAVBhUGHAAAAAcYAgAAAAQBARUAFRwVICwVAhUAFQYVBhwAAAAONAIAAAACAQMAAAAA",
    "AAAAFQAVDBUQLBUCFQAVBhUGHAAAAAYUAgAAAAIAFQAVDhUSLBUCFQAVBhUGHAAAAAcYAgAAAAIBARUEGUw1ABgGc2NoZW1h",
    "FQYAFQQlAhgCaWQAFQwlAhgEbmFtZSUATBwAAAAVACUCGAJvawAWBhksGTwmABwVBBklBgAZGAJpZBUCFgQWUhZWJghJHBUA",
    "FQAVAgA8KQYZJgAEAAAAJgAcFQwZJQYAGRgEbmFtZRUCFgQWRhZKJl5JHBUAFQAVAgA8FgQZBhkmAAQAAAAmABwVABklBgAZ",
    "GAJvaxUCFgQWNBY4JqgBSRwVABUAFQIAPCkGGSYABAAAABbMARYEJggW2AEAGTwmABwVBBklBgAZGAJpZBUCFgIWQhZGJuAB",
    "SRwVABUAFQIAPCkGGSYAAgAAACYAHBUMGSUGABkYBG5hbWUVAhYCFjIWNiamAkkcFQAVABUCADwWABkGGSYCAAAAACYAHBUA",
    "GSUGABkYAm9rFQIWAhY0Fjgm3AJJHBUAFQAVAgA8KQYZJgACAAAAFqgBFgIm4AEWtAEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2",
    "ZXJzaW9uIDI2LjAuMRk8HAAAHAAAHAAAAI8BAABQQVIx",
  ].join(""),
  ZSTD: [
    "UEFSMRUAFSwVPiwVBBUAFQYVBhwAAAAotS/9IBaxAAACAAAABAEBAAAAAAAAAAIAAAAAAAAAFQAVIBUyLBUEFQAVBhUGHAAA",
    "ACi1L/0gEIEAAAIAAAAEAQEAAABhAQAAAGIVABUOFSAsFQQVABUGFQYcAAAAKLUv/SAHOQAAAgAAAAQBARUAFRwVLiwVAhUA",
    "FQYVBhwAAAAotS/9IA5xAAACAAAAAgEDAAAAAAAAABUAFQwVHiwVAhUAFQYVBhwAAAAotS/9IAYxAAACAAAAAgAVABUOFSAs",
    "FQIVABUGFQYcAAAAKLUv/SAHOQAAAgAAAAIBARUEGUw1ABgGc2NoZW1hFQYAFQQlAhgCaWQAFQwlAhgEbmFtZSUATBwAAAAV",
    "ACUCGAJvawAWBhksGTwmABwVBBklBgAZGAJpZBUMFgQWUhZkJghJHBUAFQAVAgA8KQYZJgAEAAAAJgAcFQwZJQYAGRgEbmFt",
    "ZRUMFgQWRhZYJmxJHBUAFQAVAgA8FgQZBhkmAAQAAAAmABwVABklBgAZGAJvaxUMFgQWNBZGJsQBSRwVABUAFQIAPCkGGSYA",
    "BAAAABbMARYEJggWggIAGTwmABwVBBklBgAZGAJpZBUMFgIWQhZUJooCSRwVABUAFQIAPCkGGSYAAgAAACYAHBUMGSUGABkY",
    "BG5hbWUVDBYCFjIWRCbeAkkcFQAVABUCADwWABkGGSYCAAAAACYAHBUAGSUGABkYAm9rFQwWAhY0FkYmogNJHBUAFQAVAgA8",
    "KQYZJgACAAAAFqgBFgImigIW3gEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI2LjAuMRk8HAAAHAAAHAAAAI8BAABQ",
    "QVIx",
  ].join(""),
};

describe("one object", () => {
  test.each<[object, string, unknown]>([
    [{ InputType: "JSON" }, '[1,{"a":2}]', [1, { a: 2 }]],
    [{ InputType: "JSON", ItemsPointer: "/deep/list" }, '{"deep":{"list":["x"]}}', ["x"]],
    [{ InputType: "JSONL", MaxItems: 2 }, "1\n2\n3", [1, 2]],
    [
      { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", CSVDelimiter: "SEMICOLON" },
      "a;b\n1;2\n",
      [{ a: "1", b: "2" }],
    ],
    [{ InputType: "JSON" }, "[]", []],
  ])("is read as %j", async (config, body, items) => {
    await world.put("data", body);
    expect(await itemsOf(objectReader("data", config))).toEqual(items);
  });

  test.each(Object.keys(parquet))("is read as Parquet, compressed by %s", async (compression) => {
    await world.put("data.parquet", Buffer.from(parquet[compression] ?? "", "base64"));
    expect(await itemsOf(objectReader("data.parquet", { InputType: "PARQUET" }))).toEqual([
      { id: 1, name: "a", ok: true },
      { id: 2, name: "b", ok: false },
      { id: 3, name: null, ok: true },
    ]);
  });

  test("larger than what is in memory at a time is read whole, characters cut in two included", async () => {
    const lines = Array.from({ length: 4000 }, (_, index) => `"${index} ${"é".repeat(100)}"`);
    await world.put("data", lines.join("\n"));
    const map = {
      ...objectReader("data", { InputType: "JSONL" }),
      ItemSelector: "{% $length($states.context.Map.Item.Value) %}",
    };
    const lengths = await itemsOf(map);
    expect(lengths).toEqual(lines.map((line) => line.length - 2));
  });

  test("says where an item was read", async () => {
    await world.put("data", "[1]");
    const ItemSelector = "{% $states.context.Map.Item.Source %}";
    expect(await itemsOf({ ...objectReader("data", { InputType: "JSON" }), ItemSelector })).toEqual([
      `S3://${bucket}/data`,
    ]);
  });

  test.each([
    [{ InputType: "JSON" }, "{}", "Attempting to map over non-iterable node."],
    [{ InputType: "JSONL" }, "1\n{", "is not valid JSON"],
    [{ InputType: "PARQUET" }, "no parquet", "The Parquet object could not be read"],
    [{ InputType: "MANIFEST" }, "[]", "The inventory manifest is not a JSON object"],
  ])("that is not what %j says fails the map run", async (config, body, cause) => {
    await world.put("data", body);
    const executionArn = await world.start(mapOf(objectReader("data", config)));
    expect(await world.untilEnded(executionArn)).toMatchObject({
      status: "FAILED",
      error: "States.ItemReaderFailed",
      cause: expect.stringContaining(cause),
    });
    expect((await world.mapRun(executionArn)).status).toBe("FAILED");
  });

  test("that is not there fails the map run", async () => {
    const executionArn = await world.start(mapOf(objectReader("nothing", { InputType: "JSON" })));
    expect(await world.untilEnded(executionArn)).toMatchObject({ error: "States.ItemReaderFailed" });
  });
});

describe("many objects", () => {
  const listing = (ReaderConfig: object) => ({
    ItemReader: {
      Resource: "arn:aws:states:::s3:listObjectsV2",
      Arguments: { Bucket: bucket, Prefix: "in/", MaxKeys: 1 },
      ReaderConfig,
    },
  });

  test("are listed, page by page, as items", async () => {
    await world.put("in/a", "1");
    await world.put("in/b", "22");
    await world.put("other", "");
    expect(await itemsOf(listing({}))).toEqual([
      {
        Etag: expect.stringMatching(/^"\w{32}"$/),
        Key: "in/a",
        LastModified: Date.UTC(2026, 0, 1) / 1000,
        Size: 1,
        StorageClass: "STANDARD",
      },
      expect.objectContaining({ Key: "in/b", Size: 2 }),
    ]);
  });

  test("are loaded and flattened", async () => {
    await world.put("in/", "");
    await world.put("in/a", "1\n2");
    await world.put("in/b", "3");
    const map = {
      ...listing({ InputType: "JSONL", Transformation: "LOAD_AND_FLATTEN" }),
      ItemSelector: ["{% $states.context.Map.Item.Value %}", "{% $states.context.Map.Item.Source %}"],
    };
    expect(await itemsOf(map)).toEqual([
      [1, `S3://${bucket}/in/a`],
      [2, `S3://${bucket}/in/a`],
      [3, `S3://${bucket}/in/b`],
    ]);
  });

  test("are what an S3 inventory lists", async () => {
    await world.put("inventory/1.csv.gz", gzipSync('"items","a%20b","5"\n"items","c","6"\n'));
    const manifest = {
      destinationBucket: `arn:aws:s3:::${bucket}`,
      fileFormat: "CSV",
      fileSchema: "Bucket, Key, Size",
      files: [{ key: "inventory/1.csv.gz" }],
    };
    await world.put("inventory/manifest.json", JSON.stringify(manifest));
    expect(await itemsOf(objectReader("inventory/manifest.json", { InputType: "MANIFEST" }))).toEqual([
      { Bucket: "items", Key: "a%20b", Size: "5" },
      { Bucket: "items", Key: "c", Size: "6" },
    ]);
  });

  test("are what Athena has unloaded", async () => {
    await world.put("athena/1", '{"n":1}\n');
    await world.put("athena/2", '{"n":2}\n');
    await world.put("athena/manifest.csv", `s3://${bucket}/athena/1\ns3://${bucket}/athena/2\n`);
    const config = { InputType: "JSONL", ManifestType: "ATHENA_DATA" };
    expect(await itemsOf(objectReader("athena/manifest.csv", config))).toEqual([{ n: 1 }, { n: 2 }]);
  });
});
