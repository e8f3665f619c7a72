import type { Json } from "../../execution.ts";
import type { JsonObject } from "../../json/object.ts";
import { utf8Length } from "../../json/utf8-length.ts";
import type { ResultWriter, Transformation } from "./compile-result-writer.ts";

/** A child execution as DescribeExecution tells of it; what ResultWriter exports. */
export interface ChildRecord {
  Status: "SUCCEEDED" | "FAILED";
  /** JSON text, of one that succeeded. */
  Output?: string;
  [field: string]: Json | undefined;
}

/** One object to put. */
export interface ResultFile {
  Key: string;
  Body: string;
}

/** What the state hands on where nothing is exported. */
export function transformResults(records: readonly ChildRecord[], transformation: Transformation): Json[] {
  if (transformation === "NONE") return records.map(toJson);
  const outputs = records.map(({ Output, Error, Cause }) =>
    Output === undefined ? toJson({ Status: "FAILED", Error, Cause }) : parse(Output),
  );
  return transformation === "FLATTEN" ? outputs.flat() : outputs;
}

/**
 * The files of a map run: one for each outcome that there was, and the manifest that names them.
 * Source: Developer Guide, ResultWriter: fields and contents of the exported files.
 */
export function resultFiles(
  records: readonly ChildRecord[],
  { transformation, outputType }: ResultWriter,
  target: { bucket: string; folder: string; mapRunArn: string },
): ResultFile[] {
  const files: ResultFile[] = [];
  const listed: { [status: string]: JsonObject[] } = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const status of ["SUCCEEDED", "FAILED"] as const) {
    const some = records.filter(({ Status }) => Status === status);
    if (some.length === 0) continue;
    // Failed ones have no output that could be transformed.
    const items = transformResults(some, status === "FAILED" ? "NONE" : transformation);
    const Body =
      outputType === "JSONL" ? items.map((item) => JSON.stringify(item)).join("\n") : JSON.stringify(items);
    const Key = `${target.folder}/${status}_0.${outputType.toLowerCase()}`;
    files.push({ Key, Body });
    listed[status] = [{ Key, Size: utf8Length(Body) }];
  }
  const manifest = { DestinationBucket: target.bucket, MapRunArn: target.mapRunArn, ResultFiles: listed };
  return [...files, { Key: `${target.folder}/manifest.json`, Body: JSON.stringify(manifest) }];
}

function toJson(record: ChildRecord): Json {
  return JSON.parse(JSON.stringify(record));
}

function parse(text: string): Json {
  return JSON.parse(text);
}
