import type { LifecycleRule } from "@aws-sdk/client-s3";

import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { ResourceFailure } from "./resource-failure.ts";

/** What of a rule the engine gives an effect. Source: CloudFormation Template Reference, AWS::S3::Bucket Rule. */
const supported = new Set([
  "AbortIncompleteMultipartUpload",
  "ExpirationDate",
  "ExpirationInDays",
  "Id",
  "Prefix",
  "Status",
]);

/** A bucket's `LifecycleConfiguration` as the service's own rules, which spell them otherwise. */
export function toLifecycleRules(configuration: Json): LifecycleRule[] {
  const rules = isJsonObject(configuration) ? configuration["Rules"] : undefined;
  if (!Array.isArray(rules)) {
    throw new ResourceFailure(
      "Model validation failed (#/LifecycleConfiguration: required key [Rules] not found)",
      "InvalidRequest",
    );
  }
  return rules.filter(isJsonObject).map(toRule);
}

function toRule(rule: JsonObject): LifecycleRule {
  const unsupported = Object.keys(rule).find((key) => !supported.has(key));
  if (unsupported !== undefined) {
    throw new ResourceFailure(`Encountered unsupported property ${unsupported}`, "InvalidRequest");
  }
  const {
    AbortIncompleteMultipartUpload: abort,
    ExpirationDate,
    ExpirationInDays,
    Id,
    Prefix,
    Status,
  } = rule;
  return {
    ...(Id === undefined ? {} : { ID: String(Id) }),
    Status: Status === "Disabled" ? "Disabled" : "Enabled",
    Filter: { Prefix: Prefix === undefined ? "" : String(Prefix) },
    ...(ExpirationInDays === undefined && ExpirationDate === undefined
      ? {}
      : {
          Expiration:
            ExpirationInDays === undefined
              ? { Date: new Date(String(ExpirationDate)) }
              : { Days: Number(ExpirationInDays) },
        }),
    ...(isJsonObject(abort)
      ? { AbortIncompleteMultipartUpload: { DaysAfterInitiation: Number(abort["DaysAfterInitiation"]) } }
      : {}),
  };
}
