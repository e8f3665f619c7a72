import { JsonataError } from "./jsonata-error.ts";

export type TokenType = "name" | "variable" | "string" | "number" | "value" | "regex" | "operator" | "end";

const WHITESPACE = 1;
const OPERATOR = 2;
const DIGIT = 4;

/** What an ASCII character can start or end, by its code. */
const characterClasses = new Uint8Array(128);
for (const character of " \t\n\r\v") characterClasses[character.charCodeAt(0)] = WHITESPACE;
for (const character of ".[]{}(),@#;:?+-*/%|=<>^&!~") characterClasses[character.charCodeAt(0)] = OPERATOR;
for (const character of "0123456789") characterClasses[character.charCodeAt(0)] = DIGIT;

/**
 * How strongly an operator of one character binds to its left operand, by its code. Of the operators that start with the same character, `..`
 * binds like what ends an operand and `:=` is the weakest; the others bind alike.
 */
const bindingPowers = new Uint8Array(128);
for (const [operators, power] of [
  ["([@#", 80],
  [".", 75],
  ["{", 70],
  ["*/%", 60],
  ["+-&", 50],
  ["=<>^!~", 40],
  ["?", 20],
] as const) {
  for (const operator of operators) bindingPowers[operator.charCodeAt(0)] = power;
}

function powerOf(code: number, length: 1 | 2): number {
  if (length === 1) return bindingPowers[code] ?? 0;
  switch (code) {
    case 46: // ..
    case 42: // **
      return 0;
    case 58: // :=
      return 10;
    default:
      return 40;
  }
}

function classOf(code: number): number {
  return code < 128 ? (characterClasses[code] ?? 0) : 0;
}

/** Characters of the operator that starts with `code`: `..`, `**`, `~>`, `:=`, `!=`, `<=` and `>=` have two. */
function operatorLength(code: number, next: number): 1 | 2 {
  switch (code) {
    case 46: // .
    case 42: // *
      return next === code ? 2 : 1;
    case 126: // ~
      return next === 62 ? 2 : 1;
    case 58: // :
    case 33: // !
    case 60: // <
    case 62: // >
      return next === 61 ? 2 : 1;
    default:
      return 1;
  }
}

const numberPattern = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Reads an expression token by token: after `advance()`, `type`, `value` and `position` are those of the token read. */
export class Tokenizer {
  type: TokenType = "end";
  /** The token's text or value; for a regex its pattern. */
  value: string | number | boolean | null = "(end)";
  /** Characters from the start of the expression to the end of the token. */
  position = 0;
  /** How strongly the token binds to an operand on its left; 0 when it ends that operand. */
  power = 0;
  /** Flags of a regex token. */
  flags = "";

  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** @param infix A `/` here divides; otherwise it starts a regular expression. */
  advance(infix: boolean): void {
    const { source } = this;
    const start = this.skipBlanks();
    if (start >= source.length) {
      this.position = source.length;
      this.type = "end";
      this.value = "(end)";
      this.power = 0;
      return;
    }
    const code = source.charCodeAt(start);
    const kind = classOf(code);
    if (kind === OPERATOR) {
      if (code === 47 /* / */ && !infix) {
        this.readRegex(start + 1);
        return;
      }
      const length = operatorLength(code, source.charCodeAt(start + 1));
      const text = length === 1 ? source.charAt(start) : source.substring(start, start + 2);
      if (text === "!" || text === "~") throw new JsonataError("S0204", { position: start + 1, token: text });
      this.found("operator", text, start + length);
      this.power = powerOf(code, length);
    } else if (code === 34 /* " */ || code === 39 /* ' */) {
      this.readString(start + 1, code);
    } else if (kind === DIGIT) {
      this.readNumber(start);
    } else if (code === 96 /* ` */) {
      const end = source.indexOf("`", start + 1);
      if (end === -1) throw new JsonataError("S0105", { position: source.length });
      this.found("name", source.substring(start + 1, end), end + 1);
    } else {
      this.readWord(start);
    }
  }

  private found(type: TokenType, value: string | number | boolean | null, end: number): void {
    this.type = type;
    this.value = value;
    this.position = end;
    this.power = 0;
  }

  /** Skips white space and comments; gives where the next token starts. */
  private skipBlanks(): number {
    const { source } = this;
    let at = this.position;
    for (;;) {
      while (at < source.length && classOf(source.charCodeAt(at)) === WHITESPACE) at++;
      if (source.charCodeAt(at) !== 47 || source.charCodeAt(at + 1) !== 42) return at;
      const end = source.indexOf("*/", at + 2);
      if (end === -1) throw new JsonataError("S0106", { position: at });
      at = end + 2;
    }
  }

  private readString(start: number, quote: number): void {
    const { source } = this;
    let text = "";
    let copied = start;
    let at = start;
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === quote) {
        this.found("string", text + source.substring(copied, at), at + 1);
        return;
      }
      if (code !== 92 /* \ */) continue;
      text += source.substring(copied, at);
      at++;
      const escape = source.charAt(at);
      const plain = Object.hasOwn(escapes, escape) ? escapes[escape] : undefined;
      if (plain !== undefined) {
        text += plain;
      } else if (escape === "u") {
        const digits = source.substring(at + 1, at + 5);
        if (!/^[0-9a-fA-F]+$/.test(digits)) throw new JsonataError("S0104", { position: at });
        text += String.fromCharCode(Number.parseInt(digits, 16));
        at += 4;
      } else {
        throw new JsonataError("S0103", { position: at, token: escape });
      }
      copied = at + 1;
    }
    throw new JsonataError("S0101", { position: at });
  }

  private readNumber(start: number): void {
    numberPattern.lastIndex = start;
    const text = numberPattern.exec(this.source)?.[0] ?? "";
    const value = Number(text);
    if (!Number.isFinite(value)) throw new JsonataError("S0102", { position: start, token: text });
    this.found("number", value, start + text.length);
  }

  private readWord(start: number): void {
    const { source } = this;
    let end = start;
    while (end < source.length && (classOf(source.charCodeAt(end)) & (WHITESPACE | OPERATOR)) === 0) end++;
    if (source.charCodeAt(start) === 36 /* $ */) {
      this.found("variable", source.substring(start + 1, end), end);
      return;
    }
    const word = source.substring(start, end);
    switch (word) {
      case "or":
      case "in":
      case "and":
        this.found("operator", word, end);
        this.power = word === "in" ? 40 : word === "and" ? 30 : 25;
        return;
      case "true":
      case "false":
        this.found("value", word === "true", end);
        return;
      case "null":
        this.found("value", null, end);
        return;
      default:
        this.found("name", word, end);
    }
  }

  /** Reads up to the `/` that is neither escaped nor inside brackets, then the flags `i` and `m`. */
  private readRegex(start: number): void {
    const { source } = this;
    let depth = 0;
    for (let at = start; at < source.length; at++) {
      const character = source.charAt(at);
      if (character === "/" && depth === 0 && !this.isEscaped(at)) {
        if (at === start) throw new JsonataError("S0301", { position: at });
        let end = at + 1;
        while (source.charAt(end) === "i" || source.charAt(end) === "m") end++;
        this.flags = source.substring(at + 1, end);
        this.found("regex", source.substring(start, at), end);
        return;
      }
      if (source.charAt(at - 1) === "\\") continue;
      if ("([{".includes(character)) depth++;
      else if (")]}".includes(character)) depth--;
    }
    throw new JsonataError("S0302", { position: source.length });
  }

  private isEscaped(at: number): boolean {
    let slashes = 0;
    while (this.source.charAt(at - 1 - slashes) === "\\") slashes++;
    return slashes % 2 === 1;
  }
}
