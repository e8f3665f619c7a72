import type { Clock } from "../../clock.ts";
import type { EngineContext } from "../../engine-context.ts";
import { type Blobs, createBlobs } from "./blobs.ts";
import { type Buckets, createBuckets } from "./buckets.ts";
import { createObjects, type Objects } from "./objects.ts";
import { s3Schema } from "./schema.ts";
import { createUploads, type Uploads } from "./uploads.ts";

/** What S3's operations work with. */
export interface S3Deps {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly transaction: <Result>(work: () => Result) => Result;
}

export function createS3Deps({ store, region, accountId, clock, createId }: EngineContext): S3Deps {
  store.migrate("s3", s3Schema);
  const blobs = createBlobs(store);
  return {
    region,
    accountId,
    clock,
    createId,
    buckets: createBuckets(store),
    objects: createObjects(store, blobs),
    blobs,
    uploads: createUploads(store, blobs),
    transaction: (work) => store.transaction(work),
  };
}
