import {
  CreateBucket$,
  type CreateBucketOutput,
  type CreateBucketRequest,
  DeleteBucket$,
  type DeleteBucketRequest,
  GetBucketLocation$,
  type GetBucketLocationOutput,
  type GetBucketLocationRequest,
  GetBucketVersioning$,
  type GetBucketVersioningOutput,
  type GetBucketVersioningRequest,
  HeadBucket$,
  type HeadBucketOutput,
  type HeadBucketRequest,
  ListBuckets$,
  type ListBucketsOutput,
  type ListBucketsRequest,
  PutBucketVersioning$,
  type PutBucketVersioningRequest,
} from "@aws-sdk/client-s3";

import { operation, type OperationTable } from "../../protocol/service.ts";
import { checkBucketName } from "./bucket-name.ts";
import type { S3Deps } from "./deps.ts";
import {
  bucketAlreadyOwnedByYou,
  illegalLocationConstraint,
  malformedXml,
  notImplemented,
} from "./errors.ts";

const homeRegion = "us-east-1";

export const bucketOperations: OperationTable<S3Deps> = {
  CreateBucket: operation(
    CreateBucket$,
    (input: CreateBucketRequest, { buckets, clock, region, transaction }: S3Deps): CreateBucketOutput => {
      const { Bucket: name = "", CreateBucketConfiguration: configuration, ObjectOwnership } = input;
      checkBucketName(name);
      const constraint = configuration?.LocationConstraint;
      if (constraint !== undefined && constraint !== region) throw illegalLocationConstraint(constraint);
      transaction(() => {
        if (buckets.find(name)) {
          // Source: S3 API Reference, CreateBucket: in us-east-1 alone, creating one's own bucket again succeeds.
          if (region === homeRegion) return;
          throw bucketAlreadyOwnedByYou(name);
        }
        buckets.create({ name, createdAt: clock.now() });
        // Source: S3 User Guide, "Default settings for new S3 buckets".
        buckets.putSetting(name, "publicAccessBlock", {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        });
        buckets.putSetting(name, "ownershipControls", {
          Rules: [{ ObjectOwnership: ObjectOwnership ?? "BucketOwnerEnforced" }],
        });
        buckets.putSetting(name, "encryption", {
          Rules: [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
          ],
        });
        if (configuration?.Tags && configuration.Tags.length > 0) {
          buckets.putSetting(name, "tagging", configuration.Tags);
        }
      });
      return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
    },
  ),

  DeleteBucket: operation(DeleteBucket$, ({ Bucket }: DeleteBucketRequest, { buckets }: S3Deps) => {
    buckets.remove(Bucket);
    return {};
  }),

  HeadBucket: operation(
    HeadBucket$,
    ({ Bucket }: HeadBucketRequest, { buckets, region }: S3Deps): HeadBucketOutput => {
      const { name } = buckets.get(Bucket);
      return { BucketRegion: region, BucketArn: `arn:aws:s3:::${name}` };
    },
  ),

  ListBuckets: operation(
    ListBuckets$,
    (input: ListBucketsRequest, { buckets, accountId, region }: S3Deps): ListBucketsOutput => {
      const { Prefix, MaxBuckets = 10_000, ContinuationToken, BucketRegion } = input;
      const after = Buffer.from(ContinuationToken ?? "", "base64url").toString();
      const all = buckets
        .list()
        .filter(({ name }) => name.startsWith(Prefix ?? "") && name > after)
        .filter(() => BucketRegion === undefined || BucketRegion === region);
      const page = all.slice(0, MaxBuckets);
      const last = page.at(-1);
      return {
        Buckets: page.map(({ name, createdAt }) => ({
          Name: name,
          CreationDate: new Date(createdAt),
          ...(input.MaxBuckets !== undefined && { BucketRegion: region }),
          BucketArn: `arn:aws:s3:::${name}`,
        })),
        Owner: { ID: accountId },
        ...(Prefix !== undefined && { Prefix }),
        ...(last &&
          all.length > page.length && { ContinuationToken: Buffer.from(last.name).toString("base64url") }),
      };
    },
  ),

  GetBucketLocation: operation(
    GetBucketLocation$,
    ({ Bucket }: GetBucketLocationRequest, { buckets, region }: S3Deps): GetBucketLocationOutput => {
      buckets.get(Bucket);
      // Source: S3 API Reference, GetBucketLocation: us-east-1 is told as null.
      return region === homeRegion
        ? {}
        : { LocationConstraint: region as NonNullable<GetBucketLocationOutput["LocationConstraint"]> };
    },
  ),

  GetBucketVersioning: operation(
    GetBucketVersioning$,
    ({ Bucket }: GetBucketVersioningRequest, { buckets }: S3Deps): GetBucketVersioningOutput =>
      buckets.findSetting(buckets.get(Bucket).name, "versioning") ?? {},
  ),

  PutBucketVersioning: operation(
    PutBucketVersioning$,
    ({ Bucket, VersioningConfiguration }: PutBucketVersioningRequest, { buckets }: S3Deps) => {
      const { name } = buckets.get(Bucket);
      const status = VersioningConfiguration?.Status;
      if (status === "Enabled") {
        throw notImplemented(
          "The engine keeps one version of each object, so versioning cannot be enabled. Leave it out of what is deployed locally, or suspend it.",
        );
      }
      if (status !== "Suspended") throw malformedXml();
      buckets.putSetting(name, "versioning", { Status: status });
      return {};
    },
  ),
};
