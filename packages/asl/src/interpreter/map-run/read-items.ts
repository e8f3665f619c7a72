import type { Json } from "../../json/json.ts";
import { isObject, type JsonObject } from "../../json/object.ts";
import { ItemReaderFailed } from "./item-reader-failed.ts";
import { createTextReader } from "./item-text-reader.ts";

export { ItemReaderFailed } from "./item-reader-failed.ts";

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
  if (Body === undefined)
    throw new ItemReaderFailed("The object that the item reader answered with is no text.");
  const reader = createTextReader(config);
  const text = typeof Body === "string" ? Body : JSON.stringify(Body);
  return [...reader.push(text), ...reader.end()];
}
