import type { Json } from "../../json/json.ts";
import { ItemReaderFailed } from "./item-reader-failed.ts";

/** Throws ItemReaderFailed when the text is no JSON. */
export function parseItem(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw invalidJson();
  }
}

export function invalidJson(): ItemReaderFailed {
  return new ItemReaderFailed("The object that the item reader answered with is not valid JSON.");
}
