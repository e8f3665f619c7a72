import type { TextReader } from "./text-reader.ts";
import type { Json } from "../../json/json.ts";
import { isObject, type JsonObject } from "../../json/object.ts";
import { createCsvReader, csvDelimiters } from "./csv.ts";
import { ItemReaderFailed } from "./item-reader-failed.ts";
import { createJsonArrayReader } from "./json-array.ts";
import { parseItem } from "./parse-item.ts";

/** The reader for a ReaderConfig: InputType JSON, JSONL or CSV, each with its options. Throws ItemReaderFailed. */
export function createTextReader(config: JsonObject): TextReader {
  const { InputType = "JSON", ItemsPointer } = config;
  switch (InputType) {
    case "JSON":
      return typeof ItemsPointer === "string" && ItemsPointer !== ""
        ? createPointerReader(ItemsPointer)
        : createJsonArrayReader();
    case "JSONL":
      return createLineReader();
    case "CSV":
      return createCsvReader(toCsvOptions(config));
    default:
      throw new ItemReaderFailed(`The engine does not read the input type ${JSON.stringify(InputType)}.`);
  }
}

function toCsvOptions({ CSVHeaderLocation, CSVHeaders, CSVDelimiter }: JsonObject) {
  const delimiter = typeof CSVDelimiter === "string" ? csvDelimiters[CSVDelimiter] : undefined;
  return {
    ...(delimiter === undefined ? undefined : { delimiter }),
    ...(CSVHeaderLocation === "GIVEN" && Array.isArray(CSVHeaders)
      ? { headers: CSVHeaders.map(String) }
      : undefined),
  };
}

/** A JSON value on each line; empty lines are no items. */
function createLineReader(): TextReader {
  let rest = "";
  const parseLines = (lines: string[]) => lines.filter((line) => line.trim() !== "").map(parseItem);
  return {
    push(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      return parseLines(lines);
    },
    end() {
      const last = rest;
      rest = "";
      return parseLines([last]);
    },
  };
}

/** What the pointer finds may be anywhere, so nothing is an item before the end. */
function createPointerReader(pointer: string): TextReader {
  const pieces: string[] = [];
  return {
    push(text) {
      pieces.push(text);
      return [];
    },
    end: () => itemsAt(pointer, parseItem(pieces.join(""))),
  };
}

/** Source: RFC 6901, JSON Pointer. */
function itemsAt(pointer: string, document: Json): Json[] {
  let value: Json | undefined = document;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = /^\d+$/.test(key) ? value[Number(key)] : undefined;
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  if (Array.isArray(value)) return value;
  throw new ItemReaderFailed("Attempting to map over non-iterable node.");
}
