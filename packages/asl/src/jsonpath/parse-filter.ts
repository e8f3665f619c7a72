import type { Json } from "../json/json.ts";
import { type FilterOperator, filterOperators } from "./filter-operators.ts";
import { InvalidPath } from "./path-error.ts";
import type { Filter, FilterOperand, PathToken } from "./path-token.ts";

type ParsePath = (text: string) => PathToken[];

/**
 * The test in `[?(…)]`: comparisons of paths and literals with `&&`, `||`, `!` and parentheses.
 * A bare path tests for existence. Throws InvalidPath, which shows the whole `path`.
 */
export function parseFilter(text: string, path: string, parsePath: ParsePath): Filter {
  const reader = new FilterReader(text, path, parsePath);
  const filter = reader.readOr();
  reader.expectEnd();
  return filter;
}

/** Parentheses and exclamation marks inside one another; more is hostile. */
const maxDepth = 100;

/** A regular expression longer than this is refused. */
const maxPatternLength = 200;

class FilterReader {
  readonly #text: string;
  readonly #path: string;
  readonly #parsePath: ParsePath;
  #position = 0;
  #depth = 0;

  constructor(text: string, path: string, parsePath: ParsePath) {
    this.#text = text;
    this.#path = path;
    this.#parsePath = parsePath;
  }

  readOr(): Filter {
    let left = this.#readAnd();
    while (this.#take("||")) left = { kind: "or", left, right: this.#readAnd() };
    return left;
  }

  expectEnd(): void {
    this.#skipBlanks();
    if (this.#position < this.#text.length) throw this.#error("'&&', '||' or the end of the filter");
  }

  #readAnd(): Filter {
    let left = this.#readNot();
    while (this.#take("&&")) left = { kind: "and", left, right: this.#readNot() };
    return left;
  }

  #readNot(): Filter {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.#error("fewer parentheses");
    const filter = this.#readUnary();
    this.#depth -= 1;
    return filter;
  }

  #readUnary(): Filter {
    if (this.#take("!")) return { kind: "not", inner: this.#readNot() };
    if (!this.#take("(")) return this.#readComparison();
    const inner = this.readOr();
    if (!this.#take(")")) throw this.#error("')'");
    return inner;
  }

  #readComparison(): Filter {
    const left = this.#readOperand();
    if (this.#take("=~")) return { kind: "matches", operand: left, pattern: this.#readPattern() };
    const operator = filterOperators.find((candidate) => this.#takeOperator(candidate));
    if (operator === undefined) return { kind: "exists", operand: left };
    return { kind: "compare", operator, left, right: this.#readOperand() };
  }

  #takeOperator(operator: FilterOperator): boolean {
    this.#skipBlanks();
    const after = this.#text[this.#position + operator.length] ?? " ";
    if (/^\w/.test(operator) && /\w/.test(after)) return false;
    return this.#take(operator);
  }

  #readOperand(): FilterOperand {
    this.#skipBlanks();
    const character = this.#text[this.#position];
    if (character === "@" || character === "$") return this.#readPath(character);
    if (character === "'" || character === '"')
      return { kind: "literal", value: this.#readQuoted(character) };
    if (character === "[" || character === "{") return { kind: "literal", value: this.#readJson(character) };
    const word =
      /^(?:-?(?:0|[1-9]\d{0,15})(?:\.\d{1,20})?(?:[eE][-+]?\d{1,2})?|true|false|null)(?![\w$])/.exec(
        this.#text.slice(this.#position),
      )?.[0];
    if (word !== undefined) {
      this.#position += word.length;
      return { kind: "literal", value: JSON.parse(word) };
    }
    // A bare word is text. Seen in AWS's sample collections: $.Labels[?(@.Name==Receipt)].
    const text = /^[A-Za-z_][\w-]*/.exec(this.#text.slice(this.#position))?.[0];
    if (text === undefined) throw this.#error("a path, a string, a number, true, false or null");
    this.#position += text.length;
    return { kind: "literal", value: text };
  }

  #readPath(start: "@" | "$"): FilterOperand {
    const rest = this.#text.slice(this.#position);
    const end = endOfPath(rest);
    this.#position += end;
    return {
      kind: "path",
      from: start === "@" ? "item" : "root",
      tokens: this.#parsePath(rest.slice(0, end)),
    };
  }

  #readQuoted(quote: string): string {
    let value = "";
    for (let index = this.#position + 1; index < this.#text.length; index += 1) {
      const character = this.#text[index] ?? "";
      if (character === "\\") value += this.#text[(index += 1)] ?? "";
      else if (character === quote) {
        this.#position = index + 1;
        return value;
      } else value += character;
    }
    throw this.#error(`a closing ${quote}`);
  }

  #readJson(open: "[" | "{"): Json {
    const close = open === "[" ? "]" : "}";
    const end = this.#text.indexOf(close, this.#position);
    const text = this.#text.slice(this.#position, end + 1).replaceAll("'", '"');
    try {
      const value: Json = JSON.parse(text);
      this.#position = end + 1;
      return value;
    } catch {
      throw this.#error("a JSON literal");
    }
  }

  #readPattern(): RegExp {
    this.#skipBlanks();
    const match = /^\/((?:[^/\\]|\\.)*)\/([a-zA-Z]*)/.exec(this.#text.slice(this.#position));
    const [whole, source = "", flags = ""] = match ?? [];
    if (whole === undefined || source.length > maxPatternLength)
      throw this.#error("a regular expression /…/");
    this.#position += whole.length;
    try {
      return new RegExp(`^(?:${source})$`, flags.includes("i") ? "i" : "");
    } catch {
      throw this.#error("a regular expression /…/");
    }
  }

  #take(text: string): boolean {
    this.#skipBlanks();
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  #skipBlanks(): void {
    while (this.#text[this.#position] === " ") this.#position += 1;
  }

  #error(expected: string): InvalidPath {
    return new InvalidPath(this.#path, this.#path.indexOf(this.#text) + this.#position, expected);
  }
}

/** A path ends at a blank, an operator or a closing parenthesis outside brackets. */
function endOfPath(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "[") depth += 1;
    else if (character === "]") depth -= 1;
    else if (depth === 0 && character === "(" && text[index + 1] === ")") index += 1;
    else if (depth === 0 && /[\s)=!<>&|,]/.test(character)) return index;
  }
  return text.length;
}
