import { isObject } from "../../json/object.ts";
import { createCsvReader } from "./csv.ts";
import { ItemReaderFailed } from "./item-reader-failed.ts";
import { parseItem } from "./parse-item.ts";

/** Where an object is. */
export interface ObjectPlace {
  bucket: string;
  key: string;
}

/**
 * An S3 inventory's manifest.json: its data files, gzipped CSV without headers, and the columns that they have.
 * Throws ItemReaderFailed. Source: S3 User Guide, Inventory manifest; Developer Guide, ItemReader, S3_INVENTORY takes CSV only.
 */
export function parseInventoryManifest(text: string): { files: ObjectPlace[]; columns: string[] } {
  const manifest = parseItem(text);
  if (!isObject(manifest)) throw new ItemReaderFailed("The inventory manifest is not a JSON object.");
  const { destinationBucket, fileFormat, fileSchema, files } = manifest;
  if (fileFormat !== "CSV") {
    throw new ItemReaderFailed(
      `The inventory's file format is ${JSON.stringify(fileFormat ?? null)}, expected "CSV".`,
    );
  }
  if (typeof destinationBucket !== "string" || typeof fileSchema !== "string" || !Array.isArray(files)) {
    throw new ItemReaderFailed("The inventory manifest needs destinationBucket, fileSchema and files.");
  }
  const bucket = destinationBucket.replace(/^arn:aws[\w-]*:s3:::/, "");
  return {
    columns: fileSchema.split(",").map((column) => column.trim()),
    files: files.map((file) => {
      const key = isObject(file) ? file["key"] : undefined;
      if (typeof key !== "string") throw new ItemReaderFailed("A file of the inventory manifest has no key.");
      return { bucket, key };
    }),
  };
}

/** The manifest that Athena's UNLOAD leaves: an `s3://bucket/key` on each line. Throws ItemReaderFailed. */
export function parseAthenaManifest(text: string): ObjectPlace[] {
  const reader = createCsvReader({ headers: ["uri"] });
  return [...reader.push(text), ...reader.end()].map((row) => {
    const uri = String(isObject(row) ? row["uri"] : "").trim();
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(uri) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new ItemReaderFailed(`The Athena manifest has ${JSON.stringify(uri)}, expected s3://bucket/key.`);
    }
    return { bucket, key };
  });
}
