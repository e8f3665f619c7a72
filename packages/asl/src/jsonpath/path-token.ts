import type { Json } from "../json/json.ts";
import type { FilterOperator } from "./filter-operators.ts";

/** A side of a comparison: a value, or a path from the item at hand (`@`) or the whole (`$`). */
export type FilterOperand =
  | { kind: "literal"; value: Json }
  | { kind: "path"; from: "item" | "root"; tokens: readonly PathToken[] };

/** What stands in `[?(…)]`. */
export type Filter =
  | { kind: "or" | "and"; left: Filter; right: Filter }
  | { kind: "not"; inner: Filter }
  | { kind: "exists"; operand: FilterOperand }
  | { kind: "matches"; operand: FilterOperand; pattern: RegExp }
  | { kind: "compare"; operator: FilterOperator; left: FilterOperand; right: FilterOperand };

/** One step of a path. */
export type PathToken =
  /** `.name`, `['name']`, `['one', 'two']` */
  | { kind: "property"; names: readonly string[] }
  /** `[0]`, `[-1]`, `[0, 2]` */
  | { kind: "index"; indices: readonly number[] }
  /** `[1:3]`; the end is not included */
  | { kind: "slice"; from: number | undefined; to: number | undefined }
  /** `.*`, `[*]` */
  | { kind: "wildcard" }
  /** `..`: the steps after it apply at every depth */
  | { kind: "scan" }
  /** `[?(@.price < 10)]` */
  | { kind: "filter"; filter: Filter; text: string }
  /** `[(@.length-1)]` */
  | { kind: "fromEnd"; back: number }
  /** `.length()` */
  | { kind: "function"; name: string };

/**
 * A definite path yields one value or fails; any other yields a list, empty when nothing matches.
 * Several names at the end make one object, which is definite too.
 */
export function isDefinite(tokens: readonly PathToken[]): boolean {
  return tokens.every(
    (token, index) =>
      (token.kind === "property" && (token.names.length === 1 || index === tokens.length - 1)) ||
      (token.kind === "index" && token.indices.length === 1) ||
      token.kind === "fromEnd" ||
      token.kind === "function",
  );
}

/** A step as Jayway's messages write it: `['name']`, `[0]`, `[*]`. */
export function tokenText(token: PathToken): string {
  switch (token.kind) {
    case "property":
      return `[${token.names.map((name) => `'${name}'`).join(",")}]`;
    case "index":
      return `[${token.indices.join(",")}]`;
    case "slice":
      return `[${token.from ?? ""}:${token.to ?? ""}]`;
    case "wildcard":
      return "[*]";
    case "scan":
      return "..";
    case "filter":
      return "[?]";
    case "fromEnd":
      return `[(@.length-${token.back})]`;
    case "function":
      return `.${token.name}()`;
  }
}
