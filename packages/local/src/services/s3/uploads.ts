import type { Store } from "../../store/store.ts";
import type { Blobs } from "./blobs.ts";
import type { Checksum } from "./checksum.ts";
import { noSuchUpload } from "./errors.ts";
import type { ObjectHeaders } from "./objects.ts";

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  id: string;
  bucket: string;
  key: string;
  headers: ObjectHeaders;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

export interface Part {
  /** 1 to 10,000. */
  number: number;
  /** Quoted, as on the wire. */
  etag: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  blob: number;
  checksum: Checksum | undefined;
}

/** Uploads and their parts. Callers put writes into a transaction. */
export interface Uploads {
  create(upload: Upload): void;
  /** Throws NoSuchUpload; `bucket` and `key` must be those that the upload began with. */
  get(id: string | undefined, bucket: string, key: string | undefined): Upload;
  list(bucket: string): Upload[];
  /** Replaces a part of that number. */
  putPart(id: string, part: Part): void;
  listParts(id: string): Part[];
  /** Forgets the upload and the content of its parts, but for the blobs in `keep`. */
  remove(id: string, keep?: ReadonlySet<number>): void;
}

export function createUploads(store: Store, blobs: Blobs): Uploads {
  const uploads: Uploads = {
    create({ id, bucket, key, headers, startedAt }) {
      store
        .prepare("INSERT INTO s3_uploads (id, bucket, key, headers, started_at) VALUES (?, ?, ?, ?, ?)")
        .run(id, bucket, key, JSON.stringify(headers), startedAt);
    },
    get(id = "", bucket, key = "") {
      const row = store
        .prepare("SELECT * FROM s3_uploads WHERE id = ? AND bucket = ? AND key = ?")
        .get(id, bucket, key);
      if (!row) throw noSuchUpload(id);
      return toUpload(row);
    },
    list: (bucket) =>
      store.prepare("SELECT * FROM s3_uploads WHERE bucket = ? ORDER BY key, id").all(bucket).map(toUpload),
    putPart(id, { number, etag, size, modifiedAt, blob, checksum }) {
      const replaced = store
        .prepare("SELECT blob, size FROM s3_parts WHERE upload = ? AND number = ?")
        .get(id, number);
      if (replaced) blobs.remove([[Number(replaced["blob"]), Number(replaced["size"])]]);
      store
        .prepare(
          "INSERT OR REPLACE INTO s3_parts (upload, number, etag, size, modified_at, blob, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .run(id, number, etag, size, modifiedAt, blob, checksum ? JSON.stringify(checksum) : null);
    },
    listParts: (id) =>
      store
        .prepare("SELECT * FROM s3_parts WHERE upload = ? ORDER BY number")
        .all(id)
        .map((row) => ({
          number: Number(row["number"]),
          etag: String(row["etag"]),
          size: Number(row["size"]),
          modifiedAt: Number(row["modified_at"]),
          blob: Number(row["blob"]),
          checksum: row["checksum"] === null ? undefined : JSON.parse(String(row["checksum"])),
        })),
    remove(id, keep = new Set()) {
      for (const { blob, size } of uploads.listParts(id)) if (!keep.has(blob)) blobs.remove([[blob, size]]);
      store.prepare("DELETE FROM s3_uploads WHERE id = ?").run(id);
    },
  };
  return uploads;
}

function toUpload(row: Record<string, unknown>): Upload {
  return {
    id: String(row["id"]),
    bucket: String(row["bucket"]),
    key: String(row["key"]),
    headers: JSON.parse(String(row["headers"])),
    startedAt: Number(row["started_at"]),
  };
}
