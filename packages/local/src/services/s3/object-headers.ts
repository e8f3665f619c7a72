import type { PutObjectRequest, Tag } from "@aws-sdk/client-s3";

import type { Buckets } from "./buckets.ts";
import { invalidArgument } from "./errors.ts";
import type { ObjectHeaders } from "./objects.ts";

/** The members of PutObject, CopyObject and CreateMultipartUpload that stay with the object. */
type HeaderMembers = Pick<
  PutObjectRequest,
  | "CacheControl"
  | "ContentDisposition"
  | "ContentEncoding"
  | "ContentLanguage"
  | "ContentType"
  | "Expires"
  | "Metadata"
  | "SSEKMSKeyId"
  | "ServerSideEncryption"
  | "StorageClass"
  | "Tagging"
  | "WebsiteRedirectLocation"
>;

/** What to keep of a request; encryption falls back to the bucket's, then to S3's own. */
export function toObjectHeaders(request: HeaderMembers, bucket: string, buckets: Buckets): ObjectHeaders {
  const byDefault = buckets.findSetting(bucket, "encryption")?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const kmsKeyId = request.SSEKMSKeyId ?? byDefault?.KMSMasterKeyID;
  const encoding = withoutChunking(request.ContentEncoding);
  return {
    ContentType: request.ContentType ?? "binary/octet-stream",
    ...(request.CacheControl !== undefined && { CacheControl: request.CacheControl }),
    ...(request.ContentDisposition !== undefined && { ContentDisposition: request.ContentDisposition }),
    ...(encoding !== undefined && { ContentEncoding: encoding }),
    ...(request.ContentLanguage !== undefined && { ContentLanguage: request.ContentLanguage }),
    ...(request.Expires && { Expires: request.Expires.toISOString() }),
    ...(request.WebsiteRedirectLocation !== undefined && {
      WebsiteRedirectLocation: request.WebsiteRedirectLocation,
    }),
    ServerSideEncryption: request.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? "AES256",
    ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }),
    ...(request.StorageClass !== undefined &&
      request.StorageClass !== "STANDARD" && { StorageClass: request.StorageClass }),
    Metadata: request.Metadata ?? {},
    tags: parseTagging(request.Tagging),
  };
}

/** The response members of GetObject and HeadObject. */
export function toHeaderMembers(headers: ObjectHeaders) {
  const { checksum: _, tags, partsCount: __, Expires, ...members } = headers;
  return {
    ...members,
    ...(Expires !== undefined && { Expires: new Date(Expires), ExpiresString: Expires }),
    ...(tags.length > 0 && { TagCount: tags.length }),
  };
}

/** `x-amz-tagging`: tags as a query string. Throws InvalidArgument. */
function parseTagging(tagging: string | undefined): Tag[] {
  if (tagging === undefined || tagging === "") return [];
  const tags = [...new URLSearchParams(tagging)].map(([Key, Value]) => ({ Key, Value }));
  if (tags.length > 10 || new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      "x-amz-tagging",
      tagging,
    );
  }
  return tags;
}

/** `aws-chunked` is how the body travelled, not what the object is. */
function withoutChunking(encoding: string | undefined): string | undefined {
  const kept = encoding
    ?.split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "aws-chunked" && part !== "");
  return kept && kept.length > 0 ? kept.join(",") : undefined;
}
