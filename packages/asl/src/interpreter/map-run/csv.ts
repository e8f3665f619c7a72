import type { Json } from "../../execution.ts";
import { type JsonObject, setKey } from "../../json/object.ts";
import { javaHashOrder } from "./java-hash-order.ts";

/** Names as ReaderConfig has them. Source: Developer Guide, ItemReader, CSVDelimiter. */
export const csvDelimiters: { readonly [name: string]: string } = {
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  SPACE: " ",
  TAB: "\t",
};

/**
 * One object for each row, every value a string. Without `headers` the first row has them. A row's further values are
 * dropped, missing ones are empty. Recorded on AWS: test_map_item_reader_base_csv_headers_first_line and its kin.
 */
export function parseCsv(text: string, options: { headers?: readonly string[]; delimiter?: string }): Json[] {
  const rows = readRows(text, options.delimiter ?? ",");
  const headers = options.headers ?? rows.shift() ?? [];
  const order = javaHashOrder([...new Set(headers)]).map((header) => ({
    header,
    column: headers.lastIndexOf(header),
  }));
  return rows.map((row) => {
    const item: JsonObject = {};
    for (const { header, column } of order) setKey(item, header, row[column] ?? "");
    return item;
  });
}

/** RFC 4180: fields in double quotes may hold delimiters, line ends and doubled quotes. Empty lines are no rows. */
function readRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let wasQuoted = false;
  const endField = () => {
    row.push(field);
    field = "";
    wasQuoted = false;
  };
  const endRow = () => {
    const isEmpty = row.length === 0 && field === "" && !wasQuoted;
    if (!isEmpty) {
      endField();
      rows.push(row);
    }
    row = [];
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === '"' && field === "" && !wasQuoted) {
      const quoted = readQuoted(text, index);
      field = quoted.value;
      index = quoted.end;
      wasQuoted = true;
    } else if (character === delimiter) endField();
    else if (character === "\n") endRow();
    else if (character !== "\r" || text[index + 1] !== "\n") field += character;
  }
  endRow();
  return rows;
}

/** From an opening quote; `end` is the closing one. */
function readQuoted(text: string, start: number): { value: string; end: number } {
  let value = "";
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character !== '"') value += character;
    else if (text[index + 1] === '"') {
      value += '"';
      index += 1;
    } else return { value, end: index };
  }
  return { value, end: text.length };
}
