import type { CopyObjectRequest } from "@aws-sdk/client-s3";

import type { S3Deps } from "./deps.ts";
import { invalidArgument, preconditionFailed } from "./errors.ts";
import type { StoredObject } from "./objects.ts";
import { checkRead } from "./preconditions.ts";

type CopySourceMembers = Pick<
  CopyObjectRequest,
  | "CopySource"
  | "CopySourceIfMatch"
  | "CopySourceIfModifiedSince"
  | "CopySourceIfNoneMatch"
  | "CopySourceIfUnmodifiedSince"
>;

/** The object that `x-amz-copy-source` names: `[/]bucket/key[?versionId=…]`, percent-encoded. Throws as GetObject does. */
export function findCopySource(input: CopySourceMembers, { buckets, objects }: S3Deps): StoredObject {
  const { CopySource = "" } = input;
  const [, bucket, key, version] = /^\/?([^/]+)\/(.+?)(?:\?versionId=(.*))?$/s.exec(CopySource) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      CopySource,
    );
  }
  const object = objects.get(buckets.get(decode(bucket)).name, decode(key), version);
  try {
    checkRead(
      {
        IfMatch: input.CopySourceIfMatch,
        IfNoneMatch: input.CopySourceIfNoneMatch,
        IfModifiedSince: input.CopySourceIfModifiedSince,
        IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
      },
      object,
    );
  } catch (error) {
    // Source: S3 API Reference, CopyObject: every failed condition on the source is a 412.
    throw preconditionFailed(error instanceof Error ? error.message : "x-amz-copy-source-If");
  }
  return object;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
