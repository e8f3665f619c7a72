/** Items of a distributed map that lie in S3: what to read, not the items themselves. Source: Developer Guide, "ItemReader (Map)". */

/** A file's place. */
export interface S3Object {
  bucket: string;
  key: string;
}

/** What all sources have. */
export interface S3ItemsOptions {
  /** Read no more items than that. Default: all. */
  maxItems?: number;
}

export interface JsonItems extends S3Object, S3ItemsOptions {
  /** Where in the file the array or object is, as a JSON pointer: `/orders`. Default: the whole file. */
  pointer?: string;
}

export interface CsvItems extends S3Object, S3ItemsOptions {
  /** Default: the first row. */
  headers?: readonly string[];
  /** Default `COMMA`. */
  delimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
}

export interface ObjectItems extends S3ItemsOptions {
  bucket: string;
  /** Only keys that begin with it. */
  prefix?: string;
}

/** An object of a listing, as an item. */
export interface ListedObject {
  Etag: string;
  Key: string;
  /** Seconds since the epoch. */
  LastModified: number;
  Size: number;
  StorageClass: string;
}

declare const itemType: unique symbol;

/** Where items are. */
export type ItemSource<Item = unknown> = (
  | ({ readonly format: "json" } & Readonly<JsonItems>)
  | ({ readonly format: "csv" } & Readonly<CsvItems>)
  | ({ readonly format: "jsonl" | "parquet" } & Readonly<S3Object & S3ItemsOptions>)
  | ({ readonly format: "objects" } & Readonly<ObjectItems>)
) & { readonly kind: "s3"; readonly [itemType]?: () => Item };

/** Sources of items in S3, for `distributedMap`. In this process nothing is read: `runFlow`'s `onItems` gives the items. */
export const s3 = Object.freeze({
  /** The elements of an array in a JSON file. */
  json: <Item = unknown>(items: JsonItems): ItemSource<Item> => ({ kind: "s3", format: "json", ...items }),
  /** The lines of a JSON Lines file. */
  jsonl: <Item = unknown>(items: S3Object & S3ItemsOptions): ItemSource<Item> => ({
    kind: "s3",
    format: "jsonl",
    ...items,
  }),
  /** The rows of a CSV file, as objects of text. */
  csv: <Item = Record<string, string>>(items: CsvItems): ItemSource<Item> => ({
    kind: "s3",
    format: "csv",
    ...items,
  }),
  /** The rows of a Parquet file. */
  parquet: <Item = unknown>(items: S3Object & S3ItemsOptions): ItemSource<Item> => ({
    kind: "s3",
    format: "parquet",
    ...items,
  }),
  /** The objects of a bucket: their keys and sizes, not what is in them. */
  objects: (items: ObjectItems): ItemSource<ListedObject> => ({ kind: "s3", format: "objects", ...items }),
});

/** The source as a Map state's `ItemReader`. */
export function toItemReader(source: ItemSource): {
  Resource: string;
  ReaderConfig?: Record<string, unknown>;
  Arguments: Record<string, unknown>;
} {
  const limit = source.maxItems === undefined ? {} : { MaxItems: source.maxItems };
  switch (source.format) {
    case "objects":
      return {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        ...(source.maxItems === undefined ? {} : { ReaderConfig: limit }),
        Arguments: {
          Bucket: source.bucket,
          ...(source.prefix === undefined ? {} : { Prefix: source.prefix }),
        },
      };
    case "json":
      return readObject(source, {
        InputType: "JSON",
        ...(source.pointer === undefined ? {} : { ItemsPointer: source.pointer }),
        ...limit,
      });
    case "csv":
      return readObject(source, {
        InputType: "CSV",
        ...(source.headers
          ? { CSVHeaderLocation: "GIVEN", CSVHeaders: source.headers }
          : { CSVHeaderLocation: "FIRST_ROW" }),
        ...(source.delimiter === undefined ? {} : { CSVDelimiter: source.delimiter }),
        ...limit,
      });
    case "jsonl":
    case "parquet":
      return readObject(source, { InputType: source.format.toUpperCase(), ...limit });
  }
}

function readObject({ bucket, key }: S3Object, ReaderConfig: Record<string, unknown>) {
  return {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig,
    Arguments: { Bucket: bucket, Key: key },
  };
}
