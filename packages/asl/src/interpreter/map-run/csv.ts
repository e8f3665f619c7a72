import type { Json } from "../../json/json.ts";
import { type JsonObject, setKey } from "../../json/object.ts";
import type { TextReader } from "./text-reader.ts";
import { javaHashOrder } from "./java-hash-order.ts";

/** Names as ReaderConfig has them. Source: Developer Guide, ItemReader, CSVDelimiter. */
export const csvDelimiters: { readonly [name: string]: string } = {
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  SPACE: " ",
  TAB: "\t",
};

export interface CsvOptions {
  /** Default: the first row has them. */
  headers?: readonly string[];
  /** Default: a comma. */
  delimiter?: string;
}

/**
 * One object for each row, every value a string. A row's further values are dropped, missing ones are empty.
 * Recorded on AWS: test_map_item_reader_base_csv_headers_first_line and its kin.
 */
export function createCsvReader({ headers, delimiter = "," }: CsvOptions): TextReader {
  let toItem = headers === undefined ? undefined : toItemWith(headers);
  const rows = createRowReader(delimiter);
  const toItems = (found: string[][]): Json[] => {
    const items: Json[] = [];
    for (const row of found) {
      if (toItem === undefined) toItem = toItemWith(row);
      else items.push(toItem(row));
    }
    return items;
  };
  return { push: (text) => toItems(rows.push(text)), end: () => toItems(rows.end()) };
}

function toItemWith(headers: readonly string[]): (row: readonly string[]) => JsonObject {
  const order = javaHashOrder([...new Set(headers)]).map((header) => ({
    header,
    column: headers.lastIndexOf(header),
  }));
  return (row) => {
    const item: JsonObject = {};
    for (const { header, column } of order) setKey(item, header, row[column] ?? "");
    return item;
  };
}

/** Where the next character stands. `quoteInQuotes`: after a quote that ends the field, or is the first of a doubled one. */
type Place = "field" | "quotes" | "quoteInQuotes";

/** RFC 4180: fields in double quotes may hold delimiters, line ends and doubled quotes. Empty lines are no rows. */
function createRowReader(delimiter: string): { push(text: string): string[][]; end(): string[][] } {
  let place: Place = "field";
  let row: string[] = [];
  let field = "";
  let wasQuoted = false;
  let heldReturn = false;
  let rows: string[][] = [];

  function endField(): void {
    row.push(field);
    field = "";
    wasQuoted = false;
    place = "field";
  }
  function endRow(): void {
    if (row.length > 0 || field !== "" || wasQuoted) {
      endField();
      rows.push(row);
    }
    row = [];
    place = "field";
  }
  function read(character: string): void {
    if (place === "quotes") {
      if (character === '"') place = "quoteInQuotes";
      else field += character;
      return;
    }
    if (place === "quoteInQuotes" && character === '"') {
      field += character;
      place = "quotes";
      return;
    }
    place = "field";
    if (heldReturn && character !== "\n") field += "\r";
    heldReturn = character === "\r";
    if (character === '"' && field === "" && !wasQuoted) {
      place = "quotes";
      wasQuoted = true;
    } else if (character === delimiter) endField();
    else if (character === "\n") endRow();
    else if (!heldReturn) field += character;
  }
  function take(): string[][] {
    const taken = rows;
    rows = [];
    return taken;
  }
  return {
    push(text) {
      for (let index = 0; index < text.length; index += 1) read(text[index] ?? "");
      return take();
    },
    end() {
      if (heldReturn) field += "\r";
      heldReturn = false;
      endRow();
      return take();
    },
  };
}
