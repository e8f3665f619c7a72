import type { DeleteBucketPolicyRequest, PutBucketPolicyRequest } from "@aws-sdk/client-s3";

import type { JsonObject } from "../json.ts";
import type { ResourceProvider } from "./provider.ts";
import type { ResourceServices } from "./resource-services.ts";

/** Source: CloudFormation Template Reference, AWS::S3::BucketPolicy. */
export function createS3BucketPolicy({ call }: ResourceServices): ResourceProvider {
  const put = ({ Bucket, PolicyDocument }: JsonObject) =>
    call<PutBucketPolicyRequest, object>("s3", "PutBucketPolicy", {
      Bucket: String(Bucket),
      Policy: typeof PolicyDocument === "string" ? PolicyDocument : JSON.stringify(PolicyDocument),
    });
  return {
    type: "AWS::S3::BucketPolicy",
    properties: { Bucket: "replace", PolicyDocument: "update" },
    required: ["Bucket", "PolicyDocument"],
    attributes: [],
    choosePhysicalId: ({ properties }) => String(properties["Bucket"]),
    async create({ physicalId = "", properties, initiated }) {
      await put(properties);
      initiated(physicalId);
      return {};
    },
    async update({ properties, attributes }) {
      await put(properties);
      return attributes;
    },
    async delete({ physicalId }) {
      await call<DeleteBucketPolicyRequest, object>("s3", "DeleteBucketPolicy", { Bucket: physicalId });
    },
  };
}
