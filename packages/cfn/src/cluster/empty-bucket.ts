import type { S3Client } from "@aws-sdk/client-s3";
import { AcmeError } from "../acme-error.ts";
import { AwsCallError, callAws } from "../aws-call.ts";

/**
 * Deletes every object of a bucket, old versions too, a thousand a call. A bucket that has gone is empty.
 * @returns how many objects and versions were deleted.
 */
export async function emptyBucket(
  bucket: string,
  s3: S3Client,
  signal: AbortSignal | undefined,
): Promise<number> {
  // Loaded when it is needed: every other helper starts without it.
  const { DeleteObjectsCommand, ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
  const options = signal === undefined ? {} : { abortSignal: signal };
  let deleted = 0;
  for (;;) {
    const page = await listVersions();
    // What was listed is deleted before the next page is asked for, so that is always the first.
    if (page.length === 0) return deleted;
    const { Errors = [] } = await callAws("DeleteObjects", () =>
      s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: page, Quiet: true } }), options),
    );
    const [failed] = Errors;
    if (failed !== undefined)
      throw new AcmeError(
        "ACME_BUCKET_NOT_EMPTY",
        `Cannot delete "${failed.Key}" from bucket "${bucket}": ${failed.Message}`,
        {
          hint: "Have the right s3:DeleteObject added, or remove what protects the object; then run the command again.",
        },
      );
    deleted += page.length;
  }

  async function listVersions() {
    try {
      const { Versions = [], DeleteMarkers = [] } = await callAws("ListObjectVersions", () =>
        s3.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }), options),
      );
      return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    } catch (error) {
      if (error instanceof AwsCallError && error.awsCode === "NoSuchBucket") return [];
      throw error;
    }
  }
}
