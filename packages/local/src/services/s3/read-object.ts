import type { GetObjectOutput, GetObjectRequest } from "@aws-sdk/client-s3";

import { type ByteRange, parseRange } from "./byte-range.ts";
import { toChecksumMembers } from "./checksum.ts";
import type { S3Deps } from "./deps.ts";
import { findExpiration, toExpirationHeader } from "./lifecycle.ts";
import { toHeaderMembers } from "./object-headers.ts";
import type { StoredObject } from "./objects.ts";
import { checkRead } from "./preconditions.ts";

export interface ReadObject {
  object: StoredObject;
  /** The bytes asked for, or undefined for all. */
  range: ByteRange | undefined;
  /** What GetObject and HeadObject answer alike. */
  members: Omit<GetObjectOutput, "Body">;
}

/** What a GET or HEAD is answered from: finds the object, checks the conditions, cuts the range. */
export function readObject(
  request: Pick<
    GetObjectRequest,
    | "Bucket"
    | "Key"
    | "VersionId"
    | "Range"
    | "ChecksumMode"
    | "IfMatch"
    | "IfNoneMatch"
    | "IfModifiedSince"
    | "IfUnmodifiedSince"
  >,
  deps: S3Deps,
): ReadObject {
  const { buckets, objects } = deps;
  const object = objects.get(buckets.get(request.Bucket).name, request.Key ?? "", request.VersionId);
  checkRead(request, object);
  const range = parseRange(request.Range, object.size);
  // A checksum is of the whole object, so a part goes without.
  const checksum = request.ChecksumMode === "ENABLED" && !range ? object.headers.checksum : undefined;
  const members = {
    AcceptRanges: "bytes",
    LastModified: new Date(object.modifiedAt),
    ContentLength: range ? range.end - range.start : object.size,
    ETag: object.etag,
    ...toHeaderMembers(object.headers),
    ...toChecksumMembers(checksum),
    ...(range && { ContentRange: `bytes ${range.start}-${range.end - 1}/${object.size}` }),
    ...toExpirationMembers(object, deps),
  };
  return { object, range, members };
}

/** `Expiration` when a lifecycle rule will remove the object. */
export function toExpirationMembers(object: StoredObject, { buckets }: S3Deps): { Expiration?: string } {
  const expiration = findExpiration(buckets.findSetting(object.bucket, "lifecycle") ?? [], object);
  return expiration ? { Expiration: toExpirationHeader(expiration) } : {};
}
