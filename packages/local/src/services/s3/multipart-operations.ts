import { createHash } from "node:crypto";

import {
  AbortMultipartUpload$,
  type AbortMultipartUploadRequest,
  CompleteMultipartUpload$,
  type CompletedPart,
  type CompleteMultipartUploadOutput,
  type CompleteMultipartUploadRequest,
  CreateMultipartUpload$,
  type CreateMultipartUploadOutput,
  type CreateMultipartUploadRequest,
  ListMultipartUploads$,
  type ListMultipartUploadsOutput,
  type ListMultipartUploadsRequest,
  ListParts$,
  type ListPartsOutput,
  type ListPartsRequest,
  UploadPart$,
  UploadPartCopy$,
  type UploadPartCopyOutput,
  type UploadPartCopyRequest,
  type UploadPartOutput,
  type UploadPartRequest,
} from "@aws-sdk/client-s3";

import { operation, type OperationTable } from "../../protocol/service.ts";
import { toBytes } from "./blobs.ts";
import { parseRange } from "./byte-range.ts";
import { type Checksum, composeChecksum, toChecksumMembers, verifyChecksum } from "./checksum.ts";
import { findCopySource } from "./copy-source.ts";
import type { S3Deps } from "./deps.ts";
import { entityTooSmall, invalidArgument, invalidPart, invalidPartOrder, malformedXml } from "./errors.ts";
import { toObjectHeaders } from "./object-headers.ts";
import { checkWrite } from "./preconditions.ts";
import type { Part } from "./uploads.ts";

/** Source: S3 User Guide, "Amazon S3 multipart upload limits". */
const minPartBytes = 5 * 1024 * 1024;
const maxPartNumber = 10_000;

export const multipartOperations: OperationTable<S3Deps> = {
  CreateMultipartUpload: operation(
    CreateMultipartUpload$,
    (input: CreateMultipartUploadRequest, deps: S3Deps): CreateMultipartUploadOutput => {
      const { buckets, uploads, clock, createId } = deps;
      const bucket = buckets.get(input.Bucket).name;
      const key = input.Key ?? "";
      const id = createId().replaceAll("-", "");
      const headers = toObjectHeaders(input, bucket, buckets);
      uploads.create({ id, bucket, key, headers, startedAt: clock.now() });
      return {
        Bucket: bucket,
        Key: key,
        UploadId: id,
        ServerSideEncryption: headers.ServerSideEncryption,
        ...(input.ChecksumAlgorithm && {
          ChecksumAlgorithm: input.ChecksumAlgorithm,
          ChecksumType: "COMPOSITE",
        }),
      };
    },
  ),

  UploadPart: operation(
    UploadPart$,
    (
      input: Omit<UploadPartRequest, "Body"> & { Body?: Uint8Array | undefined },
      deps: S3Deps,
    ): UploadPartOutput => {
      const upload = deps.uploads.get(input.UploadId, deps.buckets.get(input.Bucket).name, input.Key);
      const bytes = toBytes(input.Body);
      const checksum = verifyChecksum(bytes, input);
      const { etag } = putPart(upload.id, input.PartNumber, bytes, checksum, deps);
      return {
        ETag: etag,
        ServerSideEncryption: upload.headers.ServerSideEncryption,
        ...toChecksumMembers(checksum),
      };
    },
  ),

  UploadPartCopy: operation(
    UploadPartCopy$,
    (input: UploadPartCopyRequest, deps: S3Deps): UploadPartCopyOutput => {
      const upload = deps.uploads.get(input.UploadId, deps.buckets.get(input.Bucket).name, input.Key);
      const source = findCopySource(input, deps);
      const range = parseRange(input.CopySourceRange, source.size) ?? { start: 0, end: source.size };
      const bytes = deps.blobs.read(source.content, range.start, range.end);
      const part = putPart(upload.id, input.PartNumber, bytes, undefined, deps);
      return {
        CopyPartResult: { ETag: part.etag, LastModified: new Date(part.modifiedAt) },
        ServerSideEncryption: upload.headers.ServerSideEncryption,
      };
    },
  ),

  CompleteMultipartUpload: operation(
    CompleteMultipartUpload$,
    (input: CompleteMultipartUploadRequest, deps: S3Deps): CompleteMultipartUploadOutput => {
      const { buckets, objects, uploads, clock, transaction } = deps;
      const bucket = buckets.get(input.Bucket).name;
      const upload = uploads.get(input.UploadId, bucket, input.Key);
      const parts = chooseParts(upload.id, input.MultipartUpload?.Parts, uploads.listParts(upload.id));
      const digests = parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ""), "hex"));
      const etag = `"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}"`;
      const checksum = composeChecksum(parts.map((part) => part.checksum));
      transaction(() => {
        checkWrite(input, upload.key, objects.find(bucket, upload.key));
        objects.put({
          bucket,
          key: upload.key,
          etag,
          size: parts.reduce((sum, { size }) => sum + size, 0),
          modifiedAt: clock.now(),
          headers: { ...upload.headers, ...(checksum && { checksum }), partsCount: parts.length },
          content: parts.map(({ blob, size }) => [blob, size]),
        });
        uploads.remove(upload.id, new Set(parts.map(({ blob }) => blob)));
      });
      return {
        Location: `/${bucket}/${upload.key}`,
        Bucket: bucket,
        Key: upload.key,
        ETag: etag,
        ServerSideEncryption: upload.headers.ServerSideEncryption,
        ...toChecksumMembers(checksum),
      };
    },
  ),

  AbortMultipartUpload: operation(
    AbortMultipartUpload$,
    (input: AbortMultipartUploadRequest, { buckets, uploads, transaction }: S3Deps) => {
      const { id } = uploads.get(input.UploadId, buckets.get(input.Bucket).name, input.Key);
      transaction(() => uploads.remove(id));
      return {};
    },
  ),

  ListParts: operation(
    ListParts$,
    (input: ListPartsRequest, { buckets, uploads, accountId }: S3Deps): ListPartsOutput => {
      const upload = uploads.get(input.UploadId, buckets.get(input.Bucket).name, input.Key);
      const { MaxParts = 1000, PartNumberMarker = "0" } = input;
      const parts = uploads.listParts(upload.id).filter(({ number }) => number > Number(PartNumberMarker));
      const page = parts.slice(0, MaxParts);
      return {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker,
        NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
        MaxParts,
        IsTruncated: page.length < parts.length,
        Parts: page.map(({ number, etag, size, modifiedAt, checksum }) => ({
          PartNumber: number,
          ETag: etag,
          Size: size,
          LastModified: new Date(modifiedAt),
          ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value }),
        })),
        StorageClass: "STANDARD",
        Owner: { ID: accountId },
      };
    },
  ),

  ListMultipartUploads: operation(
    ListMultipartUploads$,
    (
      input: ListMultipartUploadsRequest,
      { buckets, uploads, accountId }: S3Deps,
    ): ListMultipartUploadsOutput => {
      const bucket = buckets.get(input.Bucket).name;
      const { Prefix = "", KeyMarker = "", UploadIdMarker = "", MaxUploads = 1000 } = input;
      const all = uploads
        .list(bucket)
        .filter(({ key }) => key.startsWith(Prefix))
        .filter(({ key, id }) => key > KeyMarker || (key === KeyMarker && id > UploadIdMarker));
      const page = all.slice(0, MaxUploads);
      const last = all.length > page.length ? page.at(-1) : undefined;
      return {
        Bucket: bucket,
        Prefix,
        KeyMarker,
        UploadIdMarker,
        MaxUploads,
        IsTruncated: last !== undefined,
        ...(last && { NextKeyMarker: last.key, NextUploadIdMarker: last.id }),
        Uploads: page.map(({ id, key, startedAt }) => ({
          UploadId: id,
          Key: key,
          Initiated: new Date(startedAt),
          StorageClass: "STANDARD",
          Owner: { ID: accountId },
        })),
      };
    },
  ),
};

function putPart(
  uploadId: string,
  number: number | undefined,
  bytes: Uint8Array,
  checksum: Checksum | undefined,
  { uploads, blobs, clock, transaction }: S3Deps,
): Part {
  if (number === undefined || !Number.isInteger(number) || number < 1 || number > maxPartNumber) {
    throw invalidArgument(
      "Part number must be an integer between 1 and 10000, inclusive",
      "partNumber",
      String(number),
    );
  }
  const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
  return transaction(() => {
    const blob = blobs.write(bytes);
    const part = { number, etag, size: bytes.byteLength, modifiedAt: clock.now(), blob, checksum };
    uploads.putPart(uploadId, part);
    return part;
  });
}

/** The parts that the caller lists, in that order. Throws MalformedXML, InvalidPart, InvalidPartOrder or EntityTooSmall. */
function chooseParts(
  uploadId: string,
  listed: readonly CompletedPart[] | undefined,
  uploaded: readonly Part[],
): Part[] {
  if (!listed || listed.length === 0) throw malformedXml();
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = listed.map(({ PartNumber = 0, ETag = "" }) => {
    const part = byNumber.get(PartNumber);
    if (!part || part.etag.replaceAll('"', "") !== ETag.replaceAll('"', "")) {
      throw invalidPart(uploadId, PartNumber);
    }
    return part;
  });
  if (chosen.some(({ number }, index) => number <= (chosen[index - 1]?.number ?? 0))) {
    throw invalidPartOrder(uploadId);
  }
  const small = chosen.slice(0, -1).find(({ size }) => size < minPartBytes);
  if (small) throw entityTooSmall(small.size);
  return chosen;
}
