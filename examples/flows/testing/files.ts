import type { ItemSource, Json } from "acme-engine";

/** What lies in S3 for a case: text by `bucket/key`. */
export type Files = Readonly<Record<string, string>>;

/** The items of a source. CSV here has no quotes. */
export function itemsOf(source: ItemSource, files: Files): Json[] {
  if (source.format === "objects") {
    const prefix = `${source.bucket}/${source.prefix ?? ""}`;
    return listed(files, prefix).map(({ key, size }) => ({ Key: key, Size: size }));
  }
  const text = files[`${source.bucket}/${source.key}`];
  if (text === undefined) throw new Error(`there is no file s3://${source.bucket}/${source.key}`);
  switch (source.format) {
    case "json":
      // The cases have arrays in such files.
      return JSON.parse(text) as Json[];
    case "jsonl":
      return linesOf(text).map((line) => JSON.parse(line) as Json);
    case "csv": {
      const [first = "", ...rows] = linesOf(text);
      const headers = source.headers ?? first.split(",");
      return (source.headers ? [first, ...rows] : rows).map((row) => {
        const cells = row.split(",");
        return Object.fromEntries(headers.map((header, column) => [header, cells[column] ?? ""]));
      });
    }
    case "parquet":
      throw new Error("the cases have no Parquet files");
  }
}

/** What S3 answers to the calls of a distributed Map. */
export function answerS3(resource: string, given: Json, files: Files): Json {
  // Arguments are those of the definition's ItemReader or ResultWriter.
  const { Bucket, Key, Prefix = "" } = given as { Bucket: string; Key?: string; Prefix?: string };
  if (resource.endsWith(":putObject")) return {};
  if (resource.endsWith(":listObjectsV2"))
    return {
      Contents: listed(files, `${Bucket}/${Prefix}`).map(({ key, size }) => ({ Key: key, Size: size })),
    };
  return { Body: files[`${Bucket}/${Key}`] ?? "" };
}

function listed(files: Files, prefix: string): { key: string; size: number }[] {
  return Object.entries(files)
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, text]) => ({ key: path.slice(path.indexOf("/") + 1), size: text.length }));
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
