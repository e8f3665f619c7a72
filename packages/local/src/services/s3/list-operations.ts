import {
  ListObjects$,
  type ListObjectsOutput,
  type ListObjectsRequest,
  ListObjectsV2$,
  type ListObjectsV2Output,
  type ListObjectsV2Request,
  ListObjectVersions$,
  type ListObjectVersionsOutput,
  type ListObjectVersionsRequest,
} from "@aws-sdk/client-s3";

import { operation, type OperationTable } from "../../protocol/service.ts";
import type { S3Deps } from "./deps.ts";
import { invalidArgument } from "./errors.ts";
import { createNameEncoder, listObjects } from "./list-objects.ts";
import type { StoredObject } from "./objects.ts";

/** Source: S3 API Reference, ListObjectsV2: at most 1,000 keys a page, whatever is asked for. */
const maxPageKeys = 1000;

export const listOperations: OperationTable<S3Deps> = {
  ListObjectsV2: operation(
    ListObjectsV2$,
    (input: ListObjectsV2Request, { buckets, objects, accountId }: S3Deps): ListObjectsV2Output => {
      const { name } = buckets.get(input.Bucket);
      const { Prefix = "", Delimiter, StartAfter, ContinuationToken, FetchOwner } = input;
      const MaxKeys = checkMaxKeys(input.MaxKeys);
      const { encode, encodeOptional, toCommonPrefixes } = createNameEncoder(input.EncodingType);
      const page = listObjects(objects, name, {
        prefix: Prefix,
        delimiter: Delimiter ?? "",
        after: ContinuationToken === undefined ? (StartAfter ?? "") : fromToken(ContinuationToken),
        maxKeys: MaxKeys,
      });
      return {
        Name: name,
        Prefix: encode(Prefix),
        MaxKeys,
        KeyCount: page.objects.length + page.commonPrefixes.length,
        IsTruncated: page.next !== undefined,
        Delimiter: encodeOptional(Delimiter),
        EncodingType: input.EncodingType,
        StartAfter: encodeOptional(StartAfter),
        ContinuationToken,
        NextContinuationToken: page.next === undefined ? undefined : toToken(page.next),
        Contents: toContents(page.objects, encode, FetchOwner === true ? accountId : undefined),
        CommonPrefixes: toCommonPrefixes(page.commonPrefixes),
      };
    },
  ),

  ListObjects: operation(
    ListObjects$,
    (input: ListObjectsRequest, { buckets, objects, accountId }: S3Deps): ListObjectsOutput => {
      const { name } = buckets.get(input.Bucket);
      const { Prefix = "", Delimiter, Marker = "" } = input;
      const MaxKeys = checkMaxKeys(input.MaxKeys);
      const { encode, encodeOptional, toCommonPrefixes } = createNameEncoder(input.EncodingType);
      const page = listObjects(objects, name, {
        prefix: Prefix,
        delimiter: Delimiter ?? "",
        after: Marker,
        maxKeys: MaxKeys,
      });
      return {
        Name: name,
        Prefix: encode(Prefix),
        Marker: encode(Marker),
        MaxKeys,
        IsTruncated: page.next !== undefined,
        Delimiter: encodeOptional(Delimiter),
        EncodingType: input.EncodingType,
        // Source: S3 API Reference, ListObjects: only with a delimiter; without one the last key is the marker.
        NextMarker: Delimiter === undefined ? undefined : encodeOptional(page.next),
        Contents: toContents(page.objects, encode, accountId),
        CommonPrefixes: toCommonPrefixes(page.commonPrefixes),
      };
    },
  ),

  ListObjectVersions: operation(
    ListObjectVersions$,
    (input: ListObjectVersionsRequest, { buckets, objects, accountId }: S3Deps): ListObjectVersionsOutput => {
      const { name } = buckets.get(input.Bucket);
      const { Prefix = "", Delimiter, KeyMarker = "" } = input;
      const MaxKeys = checkMaxKeys(input.MaxKeys);
      const { encode, encodeOptional, toCommonPrefixes } = createNameEncoder(input.EncodingType);
      const page = listObjects(objects, name, {
        prefix: Prefix,
        delimiter: Delimiter ?? "",
        after: KeyMarker,
        maxKeys: MaxKeys,
      });
      return {
        Name: name,
        Prefix: encode(Prefix),
        KeyMarker: encode(KeyMarker),
        VersionIdMarker: input.VersionIdMarker ?? "",
        MaxKeys,
        IsTruncated: page.next !== undefined,
        Delimiter: encodeOptional(Delimiter),
        EncodingType: input.EncodingType,
        NextKeyMarker: encodeOptional(page.next),
        NextVersionIdMarker: page.next === undefined ? undefined : "null",
        Versions:
          page.objects.length === 0
            ? undefined
            : page.objects.map((object) => ({
                Key: encode(object.key),
                VersionId: "null",
                IsLatest: true,
                LastModified: new Date(object.modifiedAt),
                ETag: object.etag,
                Size: object.size,
                StorageClass: "STANDARD",
                Owner: { ID: accountId },
              })),
        CommonPrefixes: toCommonPrefixes(page.commonPrefixes),
      };
    },
  ),
};

function toContents(
  objects: readonly StoredObject[],
  encode: (name: string) => string,
  ownerId: string | undefined,
): ListObjectsV2Output["Contents"] {
  if (objects.length === 0) return undefined;
  return objects.map(({ key, modifiedAt, etag, size, headers: { checksum, StorageClass } }) => ({
    Key: encode(key),
    LastModified: new Date(modifiedAt),
    ETag: etag,
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
    Size: size,
    StorageClass: StorageClass ?? "STANDARD",
    ...(ownerId !== undefined && { Owner: { ID: ownerId } }),
  }));
}

function checkMaxKeys(maxKeys = maxPageKeys): number {
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw invalidArgument(
      "Provided max-keys not an integer or within integer range",
      "max-keys",
      String(maxKeys),
    );
  }
  return Math.min(maxKeys, maxPageKeys);
}

const toToken = (key: string) => Buffer.from(key).toString("base64url");

function fromToken(token: string): string {
  const key = Buffer.from(token, "base64url").toString();
  if (token === "" || toToken(key) !== token) {
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  }
  return key;
}
