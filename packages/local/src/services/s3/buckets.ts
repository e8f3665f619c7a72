import type {
  LifecycleRule,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
  Tag,
} from "@aws-sdk/client-s3";

import type { Store } from "../../store/store.ts";
import { bucketNotEmpty, noSuchBucket, settingDoesNotExist } from "./errors.ts";

export interface Bucket {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** What can be put onto a bucket, in the SDK's shapes. */
export interface BucketSettings {
  /** JSON text as it was put. */
  policy: string;
  encryption: ServerSideEncryptionConfiguration;
  publicAccessBlock: PublicAccessBlockConfiguration;
  lifecycle: LifecycleRule[];
  ownershipControls: OwnershipControls;
  tagging: Tag[];
  versioning: { Status: "Suspended" };
}

export interface Buckets {
  /** Throws NoSuchBucket. */
  get(name: string | undefined): Bucket;
  find(name: string): Bucket | undefined;
  list(): Bucket[];
  create(bucket: Bucket): void;
  /** Throws NoSuchBucket or BucketNotEmpty. */
  remove(name: string | undefined): void;
  /** Throws NoSuchBucket or the aspect's own "not found". */
  getSetting<Aspect extends keyof BucketSettings>(
    name: string | undefined,
    aspect: Aspect,
  ): BucketSettings[Aspect];
  findSetting<Aspect extends keyof BucketSettings>(
    name: string,
    aspect: Aspect,
  ): BucketSettings[Aspect] | undefined;
  /** Throws NoSuchBucket. */
  putSetting<Aspect extends keyof BucketSettings>(
    name: string | undefined,
    aspect: Aspect,
    value: BucketSettings[Aspect],
  ): void;
  /** Throws NoSuchBucket. */
  removeSetting(name: string | undefined, aspect: keyof BucketSettings): void;
}

export function createBuckets(store: Store): Buckets {
  const buckets: Buckets = {
    find(name) {
      const row = store.prepare("SELECT name, created_at FROM s3_buckets WHERE name = ?").get(name);
      return row && { name: String(row["name"]), createdAt: Number(row["created_at"]) };
    },
    get(name = "") {
      const bucket = buckets.find(name);
      if (!bucket) throw noSuchBucket(name);
      return bucket;
    },
    list: () =>
      store
        .prepare("SELECT name, created_at FROM s3_buckets ORDER BY name")
        .all()
        .map((row) => ({ name: String(row["name"]), createdAt: Number(row["created_at"]) })),
    create({ name, createdAt }) {
      store.prepare("INSERT INTO s3_buckets (name, created_at) VALUES (?, ?)").run(name, createdAt);
    },
    remove(name) {
      const bucket = buckets.get(name).name;
      store.transaction(() => {
        if (store.prepare("SELECT 1 FROM s3_objects WHERE bucket = ? LIMIT 1").get(bucket)) {
          throw bucketNotEmpty(bucket);
        }
        const parts = `SELECT blob FROM s3_parts JOIN s3_uploads ON id = upload WHERE bucket = ?`;
        store.prepare(`DELETE FROM s3_blobs WHERE id IN (${parts})`).run(bucket);
        store.prepare("DELETE FROM s3_uploads WHERE bucket = ?").run(bucket);
        store.prepare("DELETE FROM s3_buckets WHERE name = ?").run(bucket);
      });
    },

    getSetting(name, aspect) {
      const bucket = buckets.get(name).name;
      const value = buckets.findSetting(bucket, aspect);
      if (value === undefined) throw settingDoesNotExist(aspect, bucket);
      return value;
    },
    findSetting(name, aspect) {
      const row = store
        .prepare("SELECT value FROM s3_bucket_settings WHERE bucket = ? AND aspect = ?")
        .get(name, aspect);
      return row && JSON.parse(String(row["value"]));
    },
    putSetting(name, aspect, value) {
      store
        .prepare(
          "INSERT INTO s3_bucket_settings (bucket, aspect, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        )
        .run(buckets.get(name).name, aspect, JSON.stringify(value));
    },
    removeSetting(name, aspect) {
      store
        .prepare("DELETE FROM s3_bucket_settings WHERE bucket = ? AND aspect = ?")
        .run(buckets.get(name).name, aspect);
    },
  };
  return buckets;
}
