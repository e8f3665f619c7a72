import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";

import { ItemReaderFailed, type Json } from "@acme-engine/asl";
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  toJson,
} from "hyparquet";

import type { Call } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import { objectSize, type ObjectRequest, readRange } from "./read-object.ts";

/** Snappy is hyparquet's own; LZ4 is in no module of Node's. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
};

/** The rows of a Parquet object, row group by row group, as JSON. Rejects with ItemReaderFailed or AwsError. */
export async function* readParquet(call: Call, object: ObjectRequest): AsyncGenerator<Json[]> {
  const file: AsyncBuffer = {
    byteLength: await objectSize(call, object),
    async slice(start, end = file.byteLength) {
      const bytes = await readRange(call, object, start, end);
      // A buffer of exactly these bytes: a Buffer may be a window onto a larger one.
      return new Uint8Array(bytes).buffer;
    },
  };
  const metadata = await reading(() => parquetMetadataAsync(file));
  let rowStart = 0;
  for (const rows of rowsOfGroups(metadata)) {
    const rowEnd = rowStart + rows;
    const range = { file, metadata, rowStart, rowEnd, compressors };
    const found = await reading(() => parquetReadObjects(range));
    // The result is plain JSON: that is what toJson is for.
    yield found.map((row) => toJson(row) as Json);
    rowStart = rowEnd;
  }
}

function rowsOfGroups({ row_groups }: FileMetaData): number[] {
  return row_groups.map(({ num_rows }) => Number(num_rows));
}

async function reading<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ItemReaderFailed(`The Parquet object could not be read: ${reason}`);
  }
}
