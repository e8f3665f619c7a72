import type { ServerSideEncryption, StorageClass, Tag } from "@aws-sdk/client-s3";

import type { Store } from "../../store/store.ts";
import type { Blobs, Content } from "./blobs.ts";
import type { Checksum } from "./checksum.ts";
import { keyTooLong, noSuchKey, noSuchVersion } from "./errors.ts";

/** What a GET gives back beside the bytes. */
export interface ObjectHeaders {
  ContentType: string;
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  /** ISO 8601. */
  Expires?: string;
  WebsiteRedirectLocation?: string;
  ServerSideEncryption: ServerSideEncryption;
  SSEKMSKeyId?: string;
  StorageClass?: StorageClass;
  Metadata: Record<string, string>;
  tags: Tag[];
  checksum?: Checksum;
  /** How many parts a multipart object was made of. */
  partsCount?: number;
}

export interface StoredObject {
  bucket: string;
  key: string;
  /** Quoted, as on the wire. */
  etag: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  headers: ObjectHeaders;
  content: Content;
}

/** Objects and their content. Callers have checked the bucket, and put writes into a transaction. */
export interface Objects {
  find(bucket: string, key: string): StoredObject | undefined;
  /** Throws NoSuchKey or NoSuchVersion. */
  get(bucket: string, key: string, versionId?: string): StoredObject;
  /** Replaces an object of that key, and its content. Throws KeyTooLongError. */
  put(object: StoredObject): void;
  /** Replaces an object's tags. Throws NoSuchKey. */
  tag(bucket: string, key: string, tags: readonly Tag[]): void;
  remove(bucket: string, key: string): void;
  /** In order of UTF-8 bytes: keys that start with `prefix` and come after `after` (or after all keys that start with it, with `skipAfter`). */
  scan(
    bucket: string,
    options: { prefix: string; after: string; skipAfter: boolean; limit: number },
  ): StoredObject[];
}

/** No key that UTF-8 can write sorts after this character. */
const lastCharacter = "\u{10FFFF}";
/** Source: S3 User Guide, "Naming Amazon S3 objects". */
const maxKeyBytes = 1024;

export function createObjects(store: Store, blobs: Blobs): Objects {
  const objects: Objects = {
    find(bucket, key) {
      const row = store.prepare("SELECT * FROM s3_objects WHERE bucket = ? AND key = ?").get(bucket, key);
      return row && toObject(row);
    },
    get(bucket, key, versionId) {
      // Without versioning, S3 calls an object's only version "null".
      if (versionId !== undefined && versionId !== "null") throw noSuchVersion(key, versionId);
      const object = objects.find(bucket, key);
      if (!object) throw noSuchKey(key);
      return object;
    },
    put({ bucket, key, etag, size, modifiedAt, headers, content }) {
      if (Buffer.byteLength(key) > maxKeyBytes) throw keyTooLong(key);
      objects.remove(bucket, key);
      store
        .prepare(
          "INSERT INTO s3_objects (bucket, key, etag, size, modified_at, headers, blobs) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .run(bucket, key, etag, size, modifiedAt, JSON.stringify(headers), JSON.stringify(content));
    },
    tag(bucket, key, tags) {
      const { headers } = objects.get(bucket, key);
      store
        .prepare("UPDATE s3_objects SET headers = ? WHERE bucket = ? AND key = ?")
        .run(JSON.stringify({ ...headers, tags }), bucket, key);
    },
    remove(bucket, key) {
      const object = objects.find(bucket, key);
      if (!object) return;
      store.prepare("DELETE FROM s3_objects WHERE bucket = ? AND key = ?").run(bucket, key);
      blobs.remove(object.content);
    },
    scan(bucket, { prefix, after, skipAfter, limit }) {
      return store
        .prepare(
          "SELECT * FROM s3_objects WHERE bucket = ? AND key >= ? AND key < ? AND key > ? ORDER BY key LIMIT ?",
        )
        .all(bucket, prefix, prefix + lastCharacter, skipAfter ? after + lastCharacter : after, limit)
        .map(toObject);
    },
  };
  return objects;
}

function toObject(row: Record<string, unknown>): StoredObject {
  return {
    bucket: String(row["bucket"]),
    key: String(row["key"]),
    etag: String(row["etag"]),
    size: Number(row["size"]),
    modifiedAt: Number(row["modified_at"]),
    headers: JSON.parse(String(row["headers"])),
    content: JSON.parse(String(row["blobs"])),
  };
}
