import type { Store } from "../../store/store.ts";

const chunkBytes = 1024 * 1024;

/** An object's content, in order: blob id and size in bytes. */
export type Content = readonly (readonly [blob: number, size: number])[];

/** Bytes in the store. Callers put writes into a transaction of their own. */
export interface Blobs {
  write(bytes: Uint8Array): number;
  /** The bytes `start` (inclusive) to `end` (exclusive) of the content. */
  read(content: Content, start: number, end: number): Uint8Array;
  remove(content: Content): void;
}

export function createBlobs(store: Store): Blobs {
  return {
    write(bytes) {
      const { lastInsertRowid } = store
        .prepare("INSERT INTO s3_blobs (size) VALUES (?)")
        .run(bytes.byteLength);
      const blob = Number(lastInsertRowid);
      const insert = store.prepare("INSERT INTO s3_chunks (blob, number, bytes) VALUES (?, ?, ?)");
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
        insert.run(blob, at / chunkBytes, bytes.subarray(at, at + chunkBytes));
      }
      return blob;
    },

    read(content, start, end) {
      const result = new Uint8Array(Math.max(end - start, 0));
      const select = store.prepare(
        "SELECT number, bytes FROM s3_chunks WHERE blob = ? AND number BETWEEN ? AND ? ORDER BY number",
      );
      let blobStart = 0;
      for (const [blob, size] of content) {
        const from = Math.max(start - blobStart, 0);
        const to = Math.min(end - blobStart, size);
        if (from < to) {
          const rows = select.iterate(blob, Math.floor(from / chunkBytes), Math.floor((to - 1) / chunkBytes));
          for (const row of rows) {
            const chunkStart = Number(row["number"]) * chunkBytes;
            const bytes = row["bytes"] as Uint8Array;
            const first = Math.max(from - chunkStart, 0);
            const part = bytes.subarray(first, to - chunkStart);
            result.set(part, blobStart + chunkStart + first - start);
          }
        }
        blobStart += size;
      }
      return result;
    },

    remove(content) {
      const remove = store.prepare("DELETE FROM s3_blobs WHERE id = ?");
      for (const [blob] of content) remove.run(blob);
    },
  };
}

/** The bytes of a decoded body; an absent one is empty. */
export function toBytes(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return Buffer.from(body);
  throw new TypeError(`an object's body must be bytes or text, not ${typeof body}`);
}
