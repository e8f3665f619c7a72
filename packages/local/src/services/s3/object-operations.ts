import { createHash } from "node:crypto";

import {
  CopyObject$,
  type CopyObjectOutput,
  type CopyObjectRequest,
  DeleteObject$,
  type DeleteObjectOutput,
  type DeleteObjectRequest,
  DeleteObjects$,
  type DeleteObjectsOutput,
  type DeleteObjectsRequest,
  DeleteObjectTagging$,
  type DeleteObjectTaggingRequest,
  GetObject$,
  type GetObjectOutput,
  type GetObjectRequest,
  GetObjectTagging$,
  type GetObjectTaggingOutput,
  type GetObjectTaggingRequest,
  HeadObject$,
  type HeadObjectOutput,
  type HeadObjectRequest,
  PutObject$,
  type PutObjectOutput,
  type PutObjectRequest,
  PutObjectTagging$,
  type PutObjectTaggingRequest,
} from "@aws-sdk/client-s3";

import { operation, type OperationTable } from "../../protocol/service.ts";
import { toBytes } from "./blobs.ts";
import { toChecksumMembers, verifyChecksum } from "./checksum.ts";
import { findCopySource } from "./copy-source.ts";
import type { S3Deps } from "./deps.ts";
import { invalidRequest, malformedXml } from "./errors.ts";
import { toObjectHeaders } from "./object-headers.ts";
import { checkWrite } from "./preconditions.ts";
import { readObject, toExpirationMembers } from "./read-object.ts";

/** A body as the protocol hands it over and takes it back, where the SDK's types have a stream. */
type WithBytes<Model> = Omit<Model, "Body"> & { Body?: Uint8Array | undefined };

export const objectOperations: OperationTable<S3Deps> = {
  PutObject: operation(PutObject$, (input: WithBytes<PutObjectRequest>, deps: S3Deps): PutObjectOutput => {
    const { buckets, objects, blobs, clock, transaction } = deps;
    const bucket = buckets.get(input.Bucket).name;
    const key = input.Key ?? "";
    const bytes = toBytes(input.Body);
    const checksum = verifyChecksum(bytes, input);
    const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    const headers = { ...toObjectHeaders(input, bucket, buckets), ...(checksum && { checksum }) };
    const size = bytes.byteLength;
    transaction(() => {
      checkWrite(input, key, objects.find(bucket, key));
      objects.put({
        bucket,
        key,
        etag,
        size,
        modifiedAt: clock.now(),
        headers,
        content: [[blobs.write(bytes), size]],
      });
    });
    return {
      ETag: etag,
      ...toChecksumMembers(checksum),
      ServerSideEncryption: headers.ServerSideEncryption,
      ...(headers.SSEKMSKeyId !== undefined && { SSEKMSKeyId: headers.SSEKMSKeyId }),
      ...toExpirationMembers(objects.get(bucket, key), deps),
    };
  }),

  GetObject: operation(GetObject$, (input: GetObjectRequest, deps: S3Deps): WithBytes<GetObjectOutput> => {
    const { object, range, members } = readObject(input, deps);
    const body = deps.blobs.read(object.content, range?.start ?? 0, range?.end ?? object.size);
    return {
      ...members,
      ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
      ...(input.ResponseContentDisposition !== undefined && {
        ContentDisposition: input.ResponseContentDisposition,
      }),
      ...(input.ResponseContentEncoding !== undefined && {
        ContentEncoding: input.ResponseContentEncoding,
      }),
      ...(input.ResponseContentLanguage !== undefined && {
        ContentLanguage: input.ResponseContentLanguage,
      }),
      ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
      ...(input.ResponseExpires && { Expires: input.ResponseExpires }),
      Body: body,
    };
  }),

  HeadObject: operation(
    HeadObject$,
    (input: HeadObjectRequest, deps: S3Deps): HeadObjectOutput => readObject(input, deps).members,
  ),

  DeleteObject: operation(
    DeleteObject$,
    (input: DeleteObjectRequest, { buckets, objects, transaction }: S3Deps): DeleteObjectOutput => {
      const bucket = buckets.get(input.Bucket).name;
      const key = input.Key ?? "";
      transaction(() => {
        if (input.IfMatch !== undefined) checkWrite(input, key, objects.find(bucket, key));
        objects.remove(bucket, key);
      });
      return {};
    },
  ),

  DeleteObjects: operation(
    DeleteObjects$,
    (input: DeleteObjectsRequest, { buckets, objects, transaction }: S3Deps): DeleteObjectsOutput => {
      const bucket = buckets.get(input.Bucket).name;
      const named = input.Delete?.Objects ?? [];
      // Source: S3 API Reference, DeleteObjects: 1 to 1,000 keys.
      if (named.length === 0 || named.length > 1000) throw malformedXml();
      transaction(() => {
        for (const { Key = "" } of named) objects.remove(bucket, Key);
      });
      if (input.Delete?.Quiet === true) return {};
      return {
        Deleted: named.map(({ Key, VersionId }) => ({ Key, ...(VersionId !== undefined && { VersionId }) })),
      };
    },
  ),

  CopyObject: operation(CopyObject$, (input: CopyObjectRequest, deps: S3Deps): CopyObjectOutput => {
    const { buckets, objects, blobs, clock, transaction } = deps;
    const bucket = buckets.get(input.Bucket).name;
    const key = input.Key ?? "";
    const source = findCopySource(input, deps);
    const replace = input.MetadataDirective === "REPLACE";
    if (source.bucket === bucket && source.key === key && !replace && input.StorageClass === undefined) {
      throw invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const given = toObjectHeaders(input, bucket, buckets);
    const { checksum, partsCount: _, ...kept } = source.headers;
    const headers = {
      ...(replace ? given : { ...kept, ServerSideEncryption: given.ServerSideEncryption }),
      ...(input.StorageClass !== undefined && { StorageClass: input.StorageClass }),
      tags: input.TaggingDirective === "REPLACE" ? given.tags : kept.tags,
      ...(checksum?.type === "FULL_OBJECT" && { checksum }),
    };
    const bytes = blobs.read(source.content, 0, source.size);
    const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    const modifiedAt = clock.now();
    transaction(() => {
      checkWrite(input, key, objects.find(bucket, key));
      const content = [[blobs.write(bytes), source.size]] as const;
      objects.put({ bucket, key, etag, size: source.size, modifiedAt, headers, content });
    });
    return {
      CopyObjectResult: {
        ETag: etag,
        LastModified: new Date(modifiedAt),
        ...toChecksumMembers(headers.checksum),
      },
      ServerSideEncryption: headers.ServerSideEncryption,
    };
  }),

  GetObjectTagging: operation(
    GetObjectTagging$,
    (input: GetObjectTaggingRequest, { buckets, objects }: S3Deps): GetObjectTaggingOutput => {
      const object = objects.get(buckets.get(input.Bucket).name, input.Key ?? "", input.VersionId);
      return { TagSet: object.headers.tags };
    },
  ),
  PutObjectTagging: operation(PutObjectTagging$, (input: PutObjectTaggingRequest, deps: S3Deps) => {
    if (!input.Tagging?.TagSet) throw malformedXml();
    deps.objects.tag(deps.buckets.get(input.Bucket).name, input.Key ?? "", input.Tagging.TagSet);
    return {};
  }),
  DeleteObjectTagging: operation(DeleteObjectTagging$, (input: DeleteObjectTaggingRequest, deps: S3Deps) => {
    deps.objects.tag(deps.buckets.get(input.Bucket).name, input.Key ?? "", []);
    return {};
  }),
};
