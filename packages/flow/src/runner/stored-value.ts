/**
 * A value that is too large for Step Functions lies in S3, and a reference stands for it. A flow hands the reference on; the next task's
 * runner puts the value back. To the flow itself it is opaque. Only the bucket that results go to is read: parameters come from anybody who
 * may start a run, and must not make a task read whatever its role may.
 */
import type { Json } from "../json/json.ts";

export type StoredValue = {
  acmeS3Uri: string;
  /** Of the JSON text in UTF-8. */
  bytes: number;
};

export interface ValueStore {
  /** Where results go; a reference to another bucket is data like any other. Without it every reference is. */
  readonly resultS3Uri: string | undefined;
  readonly read: (uri: string) => Promise<Json>;
}

/** Every reference replaced by its value, one after the other. */
export async function restoreValues(value: Json, store: ValueStore): Promise<Json> {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) items.push(await restoreValues(item, store));
    return items;
  }
  if (isStoredValue(value) && bucketOf(value.acmeS3Uri) === bucketOf(store.resultS3Uri)) {
    return store.read(value.acmeS3Uri);
  }
  const entries: [string, Json][] = [];
  for (const [key, part] of Object.entries(value)) entries.push([key, await restoreValues(part, store)]);
  return Object.fromEntries(entries);
}

function bucketOf(uri: string | undefined): string | undefined {
  return /^s3:\/\/([^/]+)\//.exec(uri ?? "")?.[1];
}

function isStoredValue(value: { [key: string]: Json }): value is StoredValue {
  const { acmeS3Uri, bytes } = value;
  return (
    typeof acmeS3Uri === "string" &&
    bucketOf(acmeS3Uri) !== undefined &&
    typeof bytes === "number" &&
    Object.keys(value).length === 2
  );
}
