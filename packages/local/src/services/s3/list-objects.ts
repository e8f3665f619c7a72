import type { CommonPrefix } from "@aws-sdk/client-s3";

import type { Objects, StoredObject } from "./objects.ts";

export interface ListOptions {
  prefix: string;
  /** Keys that contain it after the prefix are rolled up to one common prefix; empty: none are. */
  delimiter: string;
  /** The listing begins after this key; a common prefix that equals it is left out with all its keys. */
  after: string;
  maxKeys: number;
}

export interface Listing {
  objects: StoredObject[];
  commonPrefixes: string[];
  /** The key or common prefix after which the next page begins, when there is more. */
  next: string | undefined;
}

const scanRows = 1000;

/** One page of a bucket, in order of UTF-8 bytes, as all three list operations need it. */
export function listObjects(objects: Objects, bucket: string, options: ListOptions): Listing {
  const { prefix, delimiter, maxKeys } = options;
  const listing: Listing = { objects: [], commonPrefixes: [], next: undefined };
  let at = options.after;
  let group = at !== "" && commonPrefix(at, prefix, delimiter) === at ? at : undefined;
  for (;;) {
    const limit = delimiter === "" ? Math.min(maxKeys + 1, scanRows) : scanRows;
    const rows = objects.scan(bucket, { prefix, after: at, skipAfter: at === group, limit });
    for (const row of rows) {
      if (group !== undefined && row.key.startsWith(group)) continue;
      if (listing.objects.length + listing.commonPrefixes.length >= maxKeys) {
        // `at` is what was listed last; with maxKeys 0 nothing was, and S3 says that there is no more.
        if (maxKeys > 0) listing.next = at;
        return listing;
      }
      group = commonPrefix(row.key, prefix, delimiter);
      if (group === undefined) listing.objects.push(row);
      else listing.commonPrefixes.push(group);
      at = group ?? row.key;
    }
    const last = rows.at(-1);
    if (!last || rows.length < limit) return listing;
    at = group ?? last.key;
  }
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const index = key.indexOf(delimiter, prefix.length);
  return index === -1 ? undefined : key.slice(0, index + delimiter.length);
}

/** How names go into a listing: as they are, or percent-encoded for clients that ask so, since XML cannot carry every character. */
export function createNameEncoder(encodingType: string | undefined) {
  const encode = (name: string) =>
    encodingType === "url"
      ? encodeURIComponent(name)
          .replaceAll("%2F", "/")
          .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      : name;
  return {
    encode,
    encodeOptional: (name: string | undefined) => (name === undefined ? undefined : encode(name)),
    toCommonPrefixes: (prefixes: readonly string[]): CommonPrefix[] | undefined =>
      prefixes.length === 0 ? undefined : prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}
