import type { Json } from "../../json/json.ts";
import type { JsonObject } from "../../json/object.ts";
import { utf8Length } from "../../json/utf8-length.ts";
import { type ChildRecord, listFrames, resultTexts } from "./child-record.ts";
import type { ResultWriter, Transformation } from "./compile-result-writer.ts";

/** One object to put. */
export interface ResultFile {
  Key: string;
  Body: string;
}

/** What the state hands on where nothing is exported. */
export function transformResults(records: readonly ChildRecord[], transformation: Transformation): Json[] {
  return records.flatMap((record) => resultTexts(record, transformation).map(parse));
}

/** Files of one kind of outcome, as the manifest lists them; `Size` is in bytes. */
export interface ListedFile {
  Key: string;
  Size: number;
}

export type ResultStatus = "SUCCEEDED" | "FAILED" | "PENDING";

/** The objects of a map run lie in a folder of their own. */
export function resultFolder(prefix: string, mapRunArn: string): string {
  const id = mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1);
  return [prefix.replace(/\/$/, ""), id].filter((part) => part !== "").join("/");
}

/** `SUCCEEDED_0.json`: the number rises when one file has had its 5 GB. */
export function resultFileName(status: ResultStatus, number: number, outputType: "JSON" | "JSONL"): string {
  return `${status}_${number}.${outputType.toLowerCase()}`;
}

/** manifest.json. Source: Developer Guide, ResultWriter: fields and contents of the exported files. */
export function toManifest(
  bucket: string,
  mapRunArn: string,
  files: { [Status in ResultStatus]?: ListedFile[] },
): string {
  const { FAILED = [], PENDING = [], SUCCEEDED = [] } = files;
  return JSON.stringify({
    DestinationBucket: bucket,
    MapRunArn: mapRunArn,
    ResultFiles: { FAILED, PENDING, SUCCEEDED },
  });
}

/** What the state hands on when its results were exported. */
export function toExportResult(mapRunArn: string, bucket: string, folder: string): JsonObject {
  return {
    MapRunArn: mapRunArn,
    ResultWriterDetails: { Bucket: bucket, Key: `${folder}/manifest.json` },
  };
}

/** The files of a map run: one for each outcome that there was, and the manifest that names them. */
export function resultFiles(
  records: readonly ChildRecord[],
  { transformation, outputType }: ResultWriter,
  target: { bucket: string; folder: string; mapRunArn: string },
): ResultFile[] {
  const files: ResultFile[] = [];
  const listed: { [Status in ResultStatus]?: ListedFile[] } = {};
  const { open, separator, close } = listFrames[outputType];
  for (const status of ["SUCCEEDED", "FAILED"] as const) {
    const some = records.filter(({ Status }) => (Status === "SUCCEEDED") === (status === "SUCCEEDED"));
    if (some.length === 0) continue;
    const texts = some.flatMap((record) => resultTexts(record, transformation));
    const Body = `${open}${texts.join(separator)}${close}`;
    const Key = `${target.folder}/${resultFileName(status, 0, outputType)}`;
    files.push({ Key, Body });
    listed[status] = [{ Key, Size: utf8Length(Body) }];
  }
  const Body = toManifest(target.bucket, target.mapRunArn, listed);
  return [...files, { Key: `${target.folder}/manifest.json`, Body }];
}

function parse(text: string): Json {
  return JSON.parse(text);
}
