/**
 * A value that is too large for Step Functions lies in S3, and a reference stands for it. A flow hands the reference on; the next task's
 * runner puts the value back. To the flow itself it is opaque.
 */
import type { Json } from "../json/json.ts";

export type StoredValue = {
  acmeS3Uri: string;
  /** Of the JSON text in UTF-8. */
  bytes: number;
};

/** Every reference replaced by its value, one after the other. */
export async function restoreValues(value: Json, read: (uri: string) => Promise<Json>): Promise<Json> {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) items.push(await restoreValues(item, read));
    return items;
  }
  if (isStoredValue(value)) return read(value.acmeS3Uri);
  const entries: [string, Json][] = [];
  for (const [key, part] of Object.entries(value)) entries.push([key, await restoreValues(part, read)]);
  return Object.fromEntries(entries);
}

function isStoredValue(value: { [key: string]: Json }): value is StoredValue {
  const { acmeS3Uri, bytes } = value;
  return (
    typeof acmeS3Uri === "string" &&
    acmeS3Uri.startsWith("s3://") &&
    typeof bytes === "number" &&
    Object.keys(value).length === 2
  );
}
