import {
  PutBucketEncryption$,
  PutBucketOwnershipControls$,
  PutBucketVersioning$,
  PutPublicAccessBlock$,
  type CreateBucketRequest,
  type DeleteBucketRequest,
  type ListBucketsOutput,
  type ListBucketsRequest,
  type PutBucketEncryptionRequest,
  type PutBucketLifecycleConfigurationRequest,
  type PutBucketOwnershipControlsRequest,
  type PutBucketTaggingRequest,
  type PutBucketVersioningRequest,
  type PutPublicAccessBlockRequest,
  type BucketLocationConstraint,
} from "@aws-sdk/client-s3";

import { isSameValue, type Json, type JsonObject } from "../json.ts";
import { mergeTags, type TagSet } from "./merge-tags.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import { ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";
import { toLifecycleRules } from "./s3-lifecycle-rules.ts";
import { toApiInput } from "./to-api-input.ts";

/** Source: CloudFormation Template Reference, AWS::S3::Bucket. */
export function createS3Bucket({ call, context }: ResourceServices): ResourceProvider {
  const { region } = context;
  return {
    type: "AWS::S3::Bucket",
    properties: {
      BucketEncryption: "update",
      BucketName: "replace",
      LifecycleConfiguration: "update",
      OwnershipControls: "update",
      PublicAccessBlockConfiguration: "update",
      Tags: "update",
      VersioningConfiguration: "update",
    },
    attributes: ["Arn", "DomainName", "DualStackDomainName", "RegionalDomainName", "WebsiteURL"],
    taggable: true,
    nameProperty: "BucketName",
    choosePhysicalId: (request) =>
      String(
        request.properties["BucketName"] ??
          chooseName(request, context.createId, { maxLength: 63, lowerCase: true }),
      ),

    async create({ physicalId: bucket = "", properties, tags, resumed, begunAt, initiated }) {
      const created = await findCreationDate(call, bucket);
      if (created !== undefined && !(resumed && created >= begunAt)) {
        // CreateBucket succeeds for one's own bucket in us-east-1; a stack must not take over what it did not make.
        throw new ResourceFailure(`${bucket} already exists`, "AlreadyExists");
      }
      if (created === undefined) {
        await call<CreateBucketRequest, object>("s3", "CreateBucket", {
          Bucket: bucket,
          ...(region === "us-east-1"
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
        });
      }
      initiated(bucket);
      await configure(call, bucket, properties, {}, mergeTags({ tags, properties }), {});
      return {
        Arn: `arn:aws:s3:::${bucket}`,
        DomainName: `${bucket}.s3.amazonaws.com`,
        DualStackDomainName: `${bucket}.s3.dualstack.${region}.amazonaws.com`,
        RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
        WebsiteURL: `http://${bucket}.s3-website-${region}.amazonaws.com`,
      };
    },

    async update({ physicalId, properties, tags, previousProperties, previousTags, attributes }) {
      await configure(
        call,
        physicalId,
        properties,
        previousProperties,
        mergeTags({ tags, properties }),
        mergeTags({ tags: previousTags, properties: previousProperties }),
      );
      return attributes;
    },

    async delete({ physicalId }) {
      await call<DeleteBucketRequest, object>("s3", "DeleteBucket", { Bucket: physicalId });
    },
  };
}

async function findCreationDate(call: ResourceServices["call"], bucket: string): Promise<number | undefined> {
  const { Buckets = [] } = await call<ListBucketsRequest, ListBucketsOutput>("s3", "ListBuckets", {
    Prefix: bucket,
  });
  return Buckets.find(({ Name }) => Name === bucket)?.CreationDate?.getTime();
}

/** Brings what hangs on the bucket from one state to another; what did not change is left alone. */
async function configure(
  call: ResourceServices["call"],
  bucket: string,
  next: JsonObject,
  previous: JsonObject,
  tags: TagSet,
  previousTags: TagSet,
): Promise<void> {
  const onChange = async (
    name: string,
    set: (value: Json) => Promise<unknown>,
    unsetOperation: string | undefined,
  ): Promise<void> => {
    const value = next[name];
    if (isSameValue(value, previous[name])) return;
    if (value !== undefined) await set(value);
    else if (unsetOperation !== undefined) await call("s3", unsetOperation, { Bucket: bucket });
  };
  await onChange(
    "BucketEncryption",
    (value) =>
      call<PutBucketEncryptionRequest, object>(
        "s3",
        "PutBucketEncryption",
        toApiInput(PutBucketEncryption$, {
          Bucket: bucket,
          ServerSideEncryptionConfiguration: renameEncryption(value),
        }),
      ),
    "DeleteBucketEncryption",
  );
  await onChange(
    "OwnershipControls",
    (value) =>
      call<PutBucketOwnershipControlsRequest, object>(
        "s3",
        "PutBucketOwnershipControls",
        toApiInput(PutBucketOwnershipControls$, { Bucket: bucket, OwnershipControls: value }),
      ),
    "DeleteBucketOwnershipControls",
  );
  await onChange(
    "PublicAccessBlockConfiguration",
    (value) =>
      call<PutPublicAccessBlockRequest, object>(
        "s3",
        "PutPublicAccessBlock",
        toApiInput(PutPublicAccessBlock$, { Bucket: bucket, PublicAccessBlockConfiguration: value }),
      ),
    "DeletePublicAccessBlock",
  );
  await onChange(
    "LifecycleConfiguration",
    (value) =>
      call<PutBucketLifecycleConfigurationRequest, object>("s3", "PutBucketLifecycleConfiguration", {
        Bucket: bucket,
        LifecycleConfiguration: { Rules: toLifecycleRules(value) },
      }),
    "DeleteBucketLifecycle",
  );
  await onChange(
    "VersioningConfiguration",
    (value) =>
      call<PutBucketVersioningRequest, object>(
        "s3",
        "PutBucketVersioning",
        toApiInput(PutBucketVersioning$, { Bucket: bucket, VersioningConfiguration: value }),
      ),
    undefined,
  );
  if (!isSameValue({ ...tags }, { ...previousTags })) {
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await (TagSet.length > 0
      ? call<PutBucketTaggingRequest, object>("s3", "PutBucketTagging", {
          Bucket: bucket,
          Tagging: { TagSet },
        })
      : call("s3", "DeleteBucketTagging", { Bucket: bucket }));
  }
}

/** CloudFormation calls the rules by the name of their content, the service `Rules`. */
function renameEncryption(value: Json): Json {
  const rules = [(value as JsonObject)["ServerSideEncryptionConfiguration"] ?? []].flat();
  return {
    Rules: rules.map((rule) => {
      const { ServerSideEncryptionByDefault, ...rest } = rule as JsonObject;
      return {
        ...rest,
        ...(ServerSideEncryptionByDefault === undefined
          ? {}
          : { ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault }),
      };
    }),
  };
}
