/**
 * Where a map run's items come from: the state's data, a listing, or objects in S3, one of them or all that a listing or a
 * manifest names. Items come in pages, as they are read; nothing is kept.
 */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import {
  createTextReader,
  ItemReaderFailed,
  type ItemSource,
  type Json,
  type ObjectPlace,
  parseAthenaManifest,
  parseInventoryManifest,
} from "@acme-engine/asl";
import type { ListObjectsV2Output, ListObjectsV2Request, _Object } from "@aws-sdk/client-s3";

import type { Call } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import { type ObjectRequest, readObject, readText } from "./read-object.ts";

/** Items read together, and what the context object tells of where. */
export interface ItemPage {
  items: Json[];
  /** `$states.context.Map.Item.Source`. Source: Developer Guide, Context object data for Map states. */
  source: string;
}

type Reader = Extract<ItemSource, { kind: "reader" }>;

/** Rejects with ItemReaderFailed. Ends after MaxItems. */
export async function* readItems(call: Call, source: ItemSource): AsyncGenerator<ItemPage> {
  if (source.kind === "state") {
    yield { items: source.items, source: "STATE_DATA" };
    return;
  }
  let left = source.maxItems ?? Infinity;
  try {
    for await (const page of readAll(call, source)) {
      if (left <= 0) return;
      yield page.items.length > left ? { ...page, items: page.items.slice(0, left) } : page;
      left -= page.items.length;
    }
  } catch (error) {
    if (error instanceof AwsError) throw new ItemReaderFailed(error.message);
    throw error;
  }
}

function readAll(call: Call, source: Reader): AsyncGenerator<ItemPage> {
  const { config } = source;
  if (source.resource.includes(":listObjectsV2")) {
    return config["Transformation"] === "LOAD_AND_FLATTEN"
      ? readListedObjects(call, source)
      : readListing(call, source);
  }
  if (config["ManifestType"] === "ATHENA_DATA") return readAthena(call, source);
  if (config["InputType"] === "MANIFEST" || config["ManifestType"] === "S3_INVENTORY") {
    return readInventory(call, source);
  }
  return readFile(call, toObjectRequest(source), config);
}

const s3Uri = ({ bucket, key }: ObjectPlace) => `S3://${bucket}/${key}`;

function toObjectRequest({ arguments: args }: Reader): ObjectRequest {
  const { Bucket, Key, VersionId, ExpectedBucketOwner } = args;
  return {
    Bucket: String(Bucket ?? ""),
    Key: String(Key ?? ""),
    ...(typeof VersionId === "string" && { VersionId }),
    ...(typeof ExpectedBucketOwner === "string" && { ExpectedBucketOwner }),
  };
}

async function* readFile(
  call: Call,
  object: ObjectRequest,
  config: Reader["config"],
): AsyncGenerator<ItemPage> {
  const source = s3Uri({ bucket: object.Bucket, key: object.Key });
  if (config["InputType"] === "PARQUET") {
    // Loaded when it is wanted: an engine that reads no Parquet starts sooner.
    const { readParquet } = await import("./read-parquet.ts");
    for await (const items of readParquet(call, object)) yield { items, source };
    return;
  }
  yield* readPieces(readObject(call, object), config, source);
}

async function* readPieces(
  pieces: AsyncIterable<Uint8Array>,
  config: Reader["config"],
  source: string,
): AsyncGenerator<ItemPage> {
  const decoder = new TextDecoder();
  const reader = createTextReader(config);
  for await (const piece of pieces) {
    const items = reader.push(decoder.decode(piece, { stream: true }));
    if (items.length > 0) yield { items, source };
  }
  const items = [...reader.push(decoder.decode()), ...reader.end()];
  if (items.length > 0) yield { items, source };
}

async function* listPages(call: Call, { arguments: args }: Reader): AsyncGenerator<_Object[]> {
  let token: string | undefined;
  do {
    const page: ListObjectsV2Output = await call<ListObjectsV2Request, ListObjectsV2Output>(
      "s3",
      "ListObjectsV2",
      // What the state machine says, checked by S3 itself.
      {
        ...args,
        ...(token !== undefined && { ContinuationToken: token }),
      } as unknown as ListObjectsV2Request,
    );
    yield page.Contents ?? [];
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Each object's facts as an item. Source: Developer Guide, ItemReader: S3 objects. */
async function* readListing(call: Call, source: Reader): AsyncGenerator<ItemPage> {
  for await (const objects of listPages(call, source)) {
    const items = objects.map(
      ({ ETag = "", Key = "", LastModified, Size = 0, StorageClass = "STANDARD" }): Json => ({
        Etag: ETag,
        Key,
        LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1000),
        Size,
        StorageClass,
      }),
    );
    if (items.length > 0) yield { items, source: `S3://${String(source.arguments["Bucket"])}` };
  }
}

/** LOAD_AND_FLATTEN: the items inside each object of the listing. */
async function* readListedObjects(call: Call, source: Reader): AsyncGenerator<ItemPage> {
  const Bucket = String(source.arguments["Bucket"]);
  for await (const objects of listPages(call, source)) {
    for (const { Key = "", Size = 0 } of objects) {
      // What stands for a folder has no items.
      if (Size > 0) yield* readFile(call, { Bucket, Key }, source.config);
    }
  }
}

async function* readAthena(call: Call, source: Reader): AsyncGenerator<ItemPage> {
  for (const { bucket, key } of parseAthenaManifest(await readText(call, toObjectRequest(source)))) {
    yield* readFile(call, { Bucket: bucket, Key: key }, source.config);
  }
}

async function* readInventory(call: Call, source: Reader): AsyncGenerator<ItemPage> {
  const { files, columns } = parseInventoryManifest(await readText(call, toObjectRequest(source)));
  const config = { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: columns };
  for (const place of files) {
    const zipped = readObject(call, { Bucket: place.bucket, Key: place.key });
    yield* readPieces(gunzip(zipped), config, s3Uri(place));
  }
}

async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* Readable.from(pieces).pipe(createGunzip());
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new ItemReaderFailed(
      `A file of the inventory is not gzipped: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
