import { JsonataError } from "../jsonata-error.ts";
import { setField } from "../values.ts";

/** Objects and arrays inside each other beyond which a text is refused. */
const maxDepth = 1000;

/**
 * JSON as `$parse` of Step Functions reads it: strings may stand in single quotes; a key may occur only once in an object; nothing may
 * follow. Measured on AWS by sfnx, and floci #2676.
 *
 * @throws JsonataError D3137
 */
export function parseLenientJson(text: string): unknown {
  const parser = new LenientParser(text);
  const value = parser.parseValue(0);
  parser.expectEnd();
  return value;
}

class LenientParser {
  private at = 0;
  private readonly text: string;
  private readonly number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;

  constructor(text: string) {
    this.text = text;
  }

  parseValue(depth: number): unknown {
    if (depth > maxDepth) throw invalid();
    this.skipBlanks();
    const character = this.text[this.at];
    switch (character) {
      case "{":
        return this.parseObject(depth);
      case "[":
        return this.parseArray(depth);
      case '"':
      case "'":
        return this.parseString(character);
      case "t":
        return this.parseWord("true", true);
      case "f":
        return this.parseWord("false", false);
      case "n":
        return this.parseWord("null", null);
      default:
        return this.parseNumber();
    }
  }

  expectEnd(): void {
    this.skipBlanks();
    if (this.at < this.text.length) throw invalid();
  }

  private parseObject(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.at++;
    if (this.accept("}")) return object;
    do {
      this.skipBlanks();
      const quote = this.text[this.at];
      if (quote !== '"' && quote !== "'") throw invalid();
      const key = this.parseString(quote);
      if (Object.hasOwn(object, key)) throw invalid();
      if (!this.accept(":")) throw invalid();
      setField(object, key, this.parseValue(depth + 1));
    } while (this.accept(","));
    if (!this.accept("}")) throw invalid();
    return object;
  }

  private parseArray(depth: number): unknown[] {
    const items: unknown[] = [];
    this.at++;
    if (this.accept("]")) return items;
    do items.push(this.parseValue(depth + 1));
    while (this.accept(","));
    if (!this.accept("]")) throw invalid();
    return items;
  }

  private parseString(quote: string): string {
    const { text } = this;
    let value = "";
    let start = ++this.at;
    for (; ; this.at++) {
      const character = text[this.at];
      if (character === undefined) throw invalid();
      if (character < " ") throw invalid();
      if (character === quote) break;
      if (character !== "\\") continue;
      value += text.slice(start, this.at++) + this.parseEscape();
      start = this.at + 1;
    }
    return value + text.slice(start, this.at++);
  }

  /** Leaves `at` on the last character of the escape. */
  private parseEscape(): string {
    const character = this.text[this.at] ?? "";
    if (character === "u") {
      const digits = this.text.slice(this.at + 1, this.at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw invalid();
      this.at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const value = escapes.get(character);
    if (value === undefined) throw invalid();
    return value;
  }

  private parseNumber(): number {
    this.number.lastIndex = this.at;
    const digits = this.number.exec(this.text)?.[0];
    if (digits === undefined) throw invalid();
    const value = Number(digits);
    if (!Number.isFinite(value)) throw invalid();
    this.at += digits.length;
    return value;
  }

  private parseWord<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw invalid();
    this.at += word.length;
    return value;
  }

  private accept(character: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipBlanks(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
  }
}

/** AWS does not say what is wrong. Measured on AWS: floci #2676. */
function invalid(): JsonataError {
  return new JsonataError("D3137", { reason: "Invalid JSON" });
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
