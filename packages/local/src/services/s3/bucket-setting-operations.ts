import {
  DeleteBucketEncryption$,
  DeleteBucketLifecycle$,
  DeleteBucketOwnershipControls$,
  DeleteBucketPolicy$,
  DeleteBucketTagging$,
  DeletePublicAccessBlock$,
  GetBucketEncryption$,
  type GetBucketEncryptionOutput,
  GetBucketLifecycleConfiguration$,
  type GetBucketLifecycleConfigurationOutput,
  GetBucketOwnershipControls$,
  type GetBucketOwnershipControlsOutput,
  GetBucketPolicy$,
  type GetBucketPolicyOutput,
  GetBucketTagging$,
  type GetBucketTaggingOutput,
  GetPublicAccessBlock$,
  type GetPublicAccessBlockOutput,
  PutBucketEncryption$,
  type PutBucketEncryptionRequest,
  PutBucketLifecycleConfiguration$,
  type PutBucketLifecycleConfigurationRequest,
  PutBucketOwnershipControls$,
  type PutBucketOwnershipControlsRequest,
  PutBucketPolicy$,
  type PutBucketPolicyRequest,
  PutBucketTagging$,
  type PutBucketTaggingRequest,
  PutPublicAccessBlock$,
  type PutPublicAccessBlockRequest,
} from "@aws-sdk/client-s3";
import type { StaticOperationSchema } from "@smithy/types";

import { type Operation, operation, type OperationTable } from "../../protocol/service.ts";
import type { BucketSettings } from "./buckets.ts";
import type { S3Deps } from "./deps.ts";
import { malformedPolicy, malformedXml } from "./errors.ts";
import { parseLifecycleRules } from "./lifecycle.ts";

interface BucketRequest {
  Bucket: string | undefined;
}

/** A Put…: `parse` takes the value out of the request, or throws. */
function put<Request extends BucketRequest, Aspect extends keyof BucketSettings>(
  schema: StaticOperationSchema,
  aspect: Aspect,
  parse: (request: Request, deps: S3Deps) => BucketSettings[Aspect] | undefined,
): Operation<S3Deps> {
  return operation(schema, (request: Request, deps: S3Deps) => {
    deps.buckets.get(request.Bucket);
    const value = parse(request, deps);
    if (value === undefined) throw malformedXml();
    deps.buckets.putSetting(request.Bucket, aspect, value);
    return {};
  });
}

function get<Aspect extends keyof BucketSettings, Output extends object>(
  schema: StaticOperationSchema,
  aspect: Aspect,
  toOutput: (value: BucketSettings[Aspect]) => Output,
): Operation<S3Deps> {
  return operation(schema, ({ Bucket }: BucketRequest, { buckets }: S3Deps) =>
    toOutput(buckets.getSetting(Bucket, aspect)),
  );
}

function remove(schema: StaticOperationSchema, aspect: keyof BucketSettings): Operation<S3Deps> {
  return operation(schema, ({ Bucket }: BucketRequest, { buckets }: S3Deps) => {
    buckets.removeSetting(Bucket, aspect);
    return {};
  });
}

/** Put, get and delete of what hangs on a bucket. */
export const bucketSettingOperations: OperationTable<S3Deps> = {
  PutBucketPolicy: put(PutBucketPolicy$, "policy", ({ Policy = "" }: PutBucketPolicyRequest) =>
    checkPolicy(Policy),
  ),
  GetBucketPolicy: get(GetBucketPolicy$, "policy", (Policy): GetBucketPolicyOutput => ({ Policy })),
  DeleteBucketPolicy: remove(DeleteBucketPolicy$, "policy"),

  PutBucketEncryption: put(
    PutBucketEncryption$,
    "encryption",
    (request: PutBucketEncryptionRequest) => request.ServerSideEncryptionConfiguration,
  ),
  GetBucketEncryption: get(GetBucketEncryption$, "encryption", (value): GetBucketEncryptionOutput => ({
    ServerSideEncryptionConfiguration: value,
  })),
  // Source: S3 API Reference, DeleteBucketEncryption: resets to the default, SSE-S3.
  DeleteBucketEncryption: put(DeleteBucketEncryption$, "encryption", () => ({
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
  })),

  PutPublicAccessBlock: put(
    PutPublicAccessBlock$,
    "publicAccessBlock",
    (request: PutPublicAccessBlockRequest) => request.PublicAccessBlockConfiguration,
  ),
  GetPublicAccessBlock: get(
    GetPublicAccessBlock$,
    "publicAccessBlock",
    (value): GetPublicAccessBlockOutput => ({ PublicAccessBlockConfiguration: value }),
  ),
  DeletePublicAccessBlock: remove(DeletePublicAccessBlock$, "publicAccessBlock"),

  PutBucketLifecycleConfiguration: put(
    PutBucketLifecycleConfiguration$,
    "lifecycle",
    (request: PutBucketLifecycleConfigurationRequest, { createId }) =>
      parseLifecycleRules(request.LifecycleConfiguration?.Rules, createId),
  ),
  GetBucketLifecycleConfiguration: get(
    GetBucketLifecycleConfiguration$,
    "lifecycle",
    (rules): GetBucketLifecycleConfigurationOutput => ({
      Rules: rules.map((rule) => ({
        ...rule,
        // Kept as JSON, where a date is text.
        ...(rule.Expiration?.Date && {
          Expiration: { ...rule.Expiration, Date: new Date(rule.Expiration.Date) },
        }),
      })),
    }),
  ),
  DeleteBucketLifecycle: remove(DeleteBucketLifecycle$, "lifecycle"),

  PutBucketOwnershipControls: put(
    PutBucketOwnershipControls$,
    "ownershipControls",
    (request: PutBucketOwnershipControlsRequest) => request.OwnershipControls,
  ),
  GetBucketOwnershipControls: get(
    GetBucketOwnershipControls$,
    "ownershipControls",
    (value): GetBucketOwnershipControlsOutput => ({ OwnershipControls: value }),
  ),
  DeleteBucketOwnershipControls: remove(DeleteBucketOwnershipControls$, "ownershipControls"),

  PutBucketTagging: put(
    PutBucketTagging$,
    "tagging",
    (request: PutBucketTaggingRequest) => request.Tagging?.TagSet,
  ),
  GetBucketTagging: get(GetBucketTagging$, "tagging", (TagSet): GetBucketTaggingOutput => ({ TagSet })),
  DeleteBucketTagging: remove(DeleteBucketTagging$, "tagging"),
};

/** Throws MalformedPolicy. Source: S3 API Reference, PutBucketPolicy. */
function checkPolicy(policy: string): string {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  if (typeof document !== "object" || document === null || !("Statement" in document)) {
    throw malformedPolicy("Missing required field Statement");
  }
  return policy;
}
