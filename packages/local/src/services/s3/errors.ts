import { AwsError } from "../../protocol/aws-error.ts";

// Codes, statuses and words. Source: Amazon S3 API Reference, "Error responses", list of error codes.

export const noSuchBucket = (bucket: string) =>
  new AwsError("NoSuchBucket", "The specified bucket does not exist", {
    statusCode: 404,
    fields: { BucketName: bucket },
  });

export const noSuchKey = (key: string) =>
  new AwsError("NoSuchKey", "The specified key does not exist.", { statusCode: 404, fields: { Key: key } });

export const noSuchVersion = (key: string, versionId: string) =>
  new AwsError("NoSuchVersion", "The specified version does not exist.", {
    statusCode: 404,
    fields: { Key: key, VersionId: versionId },
  });

export const noSuchUpload = (uploadId: string) =>
  new AwsError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { statusCode: 404, fields: { UploadId: uploadId } },
  );

export const bucketAlreadyOwnedByYou = (bucket: string) =>
  new AwsError(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    { statusCode: 409, fields: { BucketName: bucket } },
  );

export const bucketNotEmpty = (bucket: string) =>
  new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", {
    statusCode: 409,
    fields: { BucketName: bucket },
  });

export const invalidBucketName = (bucket: string) =>
  new AwsError("InvalidBucketName", "The specified bucket is not valid.", {
    fields: { BucketName: bucket },
  });

export const illegalLocationConstraint = (constraint: string) =>
  new AwsError(
    "IllegalLocationConstraintException",
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

export const keyTooLong = (key: string) =>
  new AwsError("KeyTooLongError", "Your key is too long", {
    fields: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: "1024" },
  });

export const invalidArgument = (message: string, name: string, value: string) =>
  new AwsError("InvalidArgument", message, { fields: { ArgumentName: name, ArgumentValue: value } });

export const invalidRequest = (message: string) => new AwsError("InvalidRequest", message);

/** S3's form for what a server does not do; here it says why. */
export const notImplemented = (message: string) =>
  new AwsError("NotImplemented", message, { statusCode: 501 });

export const malformedPolicy = (message: string) => new AwsError("MalformedPolicy", message);

export const malformedXml = () =>
  new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );

export const badDigest = (algorithm: string) =>
  new AwsError(
    "BadDigest",
    algorithm === "MD5"
      ? "The Content-MD5 you specified did not match what we received."
      : `The ${algorithm} you specified did not match the calculated checksum.`,
  );

export const invalidDigest = () =>
  new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.");

export const invalidRange = (range: string, size: number) =>
  new AwsError("InvalidRange", "The requested range is not satisfiable", {
    statusCode: 416,
    fields: { RangeRequested: range, ActualObjectSize: String(size) },
  });

export const preconditionFailed = (condition: string) =>
  new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    statusCode: 412,
    fields: { Condition: condition },
  });

/** Answered without a body. */
export const notModified = () => new AwsError("NotModified", "Not Modified", { statusCode: 304 });

export const invalidPart = (uploadId: string, partNumber: number) =>
  new AwsError(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { fields: { UploadId: uploadId, PartNumber: String(partNumber) } },
  );

export const invalidPartOrder = (uploadId: string) =>
  new AwsError(
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    { fields: { UploadId: uploadId } },
  );

export const entityTooSmall = (size: number) =>
  new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    fields: { ProposedSize: String(size), MinSizeAllowed: "5242880" },
  });

/** The answer to GetBucket… where nothing was put: each aspect has its own. */
const settingNotFound = {
  policy: ["NoSuchBucketPolicy", "The bucket policy does not exist"],
  encryption: [
    "ServerSideEncryptionConfigurationNotFoundError",
    "The server side encryption configuration was not found",
  ],
  publicAccessBlock: [
    "NoSuchPublicAccessBlockConfiguration",
    "The public access block configuration was not found",
  ],
  lifecycle: ["NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"],
  ownershipControls: ["OwnershipControlsNotFoundError", "The bucket ownership controls were not found"],
  tagging: ["NoSuchTagSet", "The TagSet does not exist"],
  versioning: ["NoSuchVersioningConfiguration", "The versioning configuration does not exist"],
} as const;

export type BucketAspect = keyof typeof settingNotFound;

export function settingDoesNotExist(aspect: BucketAspect, bucket: string): AwsError {
  const [code, message] = settingNotFound[aspect];
  return new AwsError(code, message, { statusCode: 404, fields: { BucketName: bucket } });
}
