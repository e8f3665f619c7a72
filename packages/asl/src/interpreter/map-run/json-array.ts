import type { Json } from "../../json/json.ts";
import { ItemReaderFailed } from "./item-reader-failed.ts";
import type { TextReader } from "./text-reader.ts";
import { invalidJson, parseItem } from "./parse-item.ts";

/**
 * The elements of one JSON array, each as soon as its text is whole. It looks for the commas between elements; JSON.parse
 * judges the elements themselves.
 */
export function createJsonArrayReader(): TextReader {
  let place: "before" | "inside" | "after" | "noArray" = "before";
  let depth = 0;
  let inString = false;
  let escaped = false;
  let count = 0;
  /** What is not whole yet: an element's text, or a document that is no array. */
  let held = "";

  /** Whether a character inside the array ends an element. */
  function endsElement(character: string): boolean {
    if (inString) {
      if (escaped) escaped = false;
      else if (character === "\\") escaped = true;
      else if (character === '"') inString = false;
      return false;
    }
    if (character === '"') inString = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (depth > 0 && (character === "]" || character === "}")) depth -= 1;
    else return depth === 0 && (character === "," || character === "]");
    return false;
  }

  return {
    push(text) {
      const items: Json[] = [];
      let start = 0;
      for (let index = 0; index < text.length && place !== "noArray"; index += 1) {
        const character = text[index] ?? "";
        if (place === "inside") {
          if (!endsElement(character)) continue;
          const element = held + text.slice(start, index);
          const isLast = character === "]";
          if (!(isLast && count === 0 && element.trim() === "")) items.push(parseItem(element));
          count += 1;
          held = "";
          start = index + 1;
          if (isLast) place = "after";
        } else if (character.trim() !== "") {
          if (place === "after") throw invalidJson();
          place = character === "[" ? "inside" : "noArray";
          start = character === "[" ? index + 1 : index;
        }
      }
      if (place === "inside" || place === "noArray") held += text.slice(start);
      return items;
    },
    end() {
      if (place === "after") return [];
      if (place !== "noArray") throw invalidJson();
      parseItem(held);
      // Recorded on AWS: test_map_item_reader_json_no_json_list_object.
      throw new ItemReaderFailed("Attempting to map over non-iterable node.");
    },
  };
}
