import type { Json } from "../../json/json.ts";

/** Takes text in pieces, however it was cut, and gives the items that are whole. Both throw ItemReaderFailed. */
export interface TextReader {
  push(text: string): Json[];
  /** There is no more text. */
  end(): Json[];
}
