import type { Json } from "../../execution.ts";
import { isObject, type JsonObject } from "../../json/object.ts";
import { csvDelimiters, parseCsv } from "./csv.ts";

/** The items could not be read; the map run fails with States.ItemReaderFailed. */
export class ItemReaderFailed extends Error {}

/** What a reader's answer holds; with a token there is more to ask for. */
export interface ReadItems {
  items: Json[];
  continuationToken?: string;
}

/** Items in the answer of s3:listObjectsV2 (one page), or in the `Body` that s3:getObject answered. Throws ItemReaderFailed. */
export function readItems(resource: string, config: JsonObject, answer: Json): ReadItems {
  if (!isObject(answer)) throw new ItemReaderFailed("The item reader's answer is not an object.");
  return resource.includes(":listObjectsV2") ? readListing(answer) : { items: readBody(config, answer) };
}

function readListing(answer: JsonObject): ReadItems {
  const { Contents, IsTruncated, NextContinuationToken } = answer;
  const items = Array.isArray(Contents) ? Contents : [];
  return IsTruncated === true && typeof NextContinuationToken === "string"
    ? { items, continuationToken: NextContinuationToken }
    : { items };
}

function readBody(config: JsonObject, { Body }: JsonObject): Json[] {
  const { InputType } = config;
  switch (InputType) {
    case "JSON":
      return readJson(config, Body ?? null);
    case "JSONL":
      return textOf(Body)
        .split(/\r?\n/)
        .filter((line) => line.trim() !== "")
        .map(parse);
    case "CSV":
      return readCsv(config, textOf(Body));
    default:
      throw new ItemReaderFailed(
        `The engine does not read the input type ${JSON.stringify(InputType ?? null)} yet.`,
      );
  }
}

function readJson({ ItemsPointer }: JsonObject, body: Json): Json[] {
  let items = typeof body === "string" ? parse(body) : body;
  for (const key of typeof ItemsPointer === "string" ? ItemsPointer.split("/").slice(1) : []) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    const inner = typeof items === "object" && items !== null && Object.hasOwn(items, name);
    items = inner ? (new Map(Object.entries(items ?? {})).get(name) ?? null) : null;
  }
  if (Array.isArray(items)) return items;
  // Recorded on AWS: test_map_item_reader_json_no_json_list_object.
  throw new ItemReaderFailed("Attempting to map over non-iterable node.");
}

function readCsv({ CSVHeaderLocation, CSVHeaders, CSVDelimiter }: JsonObject, text: string): Json[] {
  const delimiter = typeof CSVDelimiter === "string" ? csvDelimiters[CSVDelimiter] : undefined;
  return parseCsv(text, {
    ...(delimiter === undefined ? undefined : { delimiter }),
    ...(CSVHeaderLocation === "GIVEN" && Array.isArray(CSVHeaders)
      ? { headers: CSVHeaders.map(String) }
      : undefined),
  });
}

function textOf(body: Json | undefined): string {
  if (typeof body === "string") return body;
  throw new ItemReaderFailed("The object that the item reader answered with is no text.");
}

function parse(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw new ItemReaderFailed("The object that the item reader answered with is not valid JSON.");
  }
}
