import type { Diagnostic } from "./diagnostic.ts";

/**
 * The diagnostic for a text that is no JSON, in the words of the parser that AWS uses (Jackson).
 * Recorded on AWS: test_validate_state_machine_definition_not_a_definition.
 */
export function describeJsonError(text: string): Diagnostic {
  const { message, at } = findJsonError(text);
  const before = text.slice(0, at).split("\n");
  const source = text.length > 500 ? `${text.slice(0, 500)}[truncated ${text.length - 500} chars]` : text;
  const location = `[Source: (String)"${source}"; line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}]`;
  return {
    severity: "ERROR",
    code: "INVALID_JSON_DESCRIPTION",
    message: `${message}\n at ${location}`,
    location,
  };
}

interface JsonError {
  message: string;
  /** Offset in the text. */
  at: number;
}

class Unreadable extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Containers inside one another; more is hostile. */
const maxDepth = 1000;

const expectedValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** Reads the text as Jackson does until something is wrong. */
function findJsonError(text: string): JsonError {
  try {
    const end = readValue(text, skipBlanks(text, 0), 0);
    const after = skipBlanks(text, end);
    if (after < text.length) throw unexpectedToken(text, after);
  } catch (error) {
    if (error instanceof Unreadable) return { message: error.message, at: error.at };
    throw error;
  }
  return { message: "The text is not valid JSON", at: 0 };
}

function readValue(text: string, start: number, depth: number): number {
  if (depth > maxDepth)
    throw new Unreadable(`Document nesting depth exceeds the limit of ${maxDepth}`, start);
  const character = text[start];
  if (character === undefined) throw endOfInput(text, "");
  if (character === "{") return readObject(text, start + 1, depth);
  if (character === "[") return readArray(text, start + 1, depth);
  if (character === '"') return readString(text, start);
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/.exec(text.slice(start, start + 400))?.[0];
  if (number !== undefined) return start + number.length;
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(start, start + 400))?.[0];
  if (word === "true" || word === "false" || word === "null") return start + word.length;
  throw unexpectedToken(text, start);
}

function readObject(text: string, start: number, depth: number): number {
  let position = skipBlanks(text, start);
  if (text[position] === "}") return position + 1;
  for (;;) {
    if (text[position] === undefined) throw endOfInput(text, " for Object");
    if (text[position] !== '"')
      throw unexpected(text, position, "was expecting double-quote to start field name");
    position = skipBlanks(text, readString(text, position));
    if (text[position] !== ":") {
      throw unexpected(text, position, "was expecting a colon to separate field name and value");
    }
    position = skipBlanks(text, readValue(text, skipBlanks(text, position + 1), depth + 1));
    if (text[position] === "}") return position + 1;
    if (text[position] === undefined) throw endOfInput(text, " for Object");
    if (text[position] !== ",") {
      throw unexpected(text, position, "was expecting comma to separate Object entries");
    }
    position = skipBlanks(text, position + 1);
  }
}

function readArray(text: string, start: number, depth: number): number {
  let position = skipBlanks(text, start);
  if (text[position] === "]") return position + 1;
  for (;;) {
    position = skipBlanks(text, readValue(text, position, depth + 1));
    if (text[position] === "]") return position + 1;
    if (text[position] === undefined) throw endOfInput(text, " for Array");
    if (text[position] !== ",") {
      throw unexpected(text, position, "was expecting comma to separate Array entries");
    }
    position = skipBlanks(text, position + 1);
  }
}

function readString(text: string, start: number): number {
  for (let position = start + 1; position < text.length; position += 1) {
    const character = text[position] ?? "";
    if (character === '"') return position + 1;
    if (character < " ") {
      throw new Unreadable(
        `Illegal unquoted character ((CTRL-CHAR, code ${character.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
        position + 1,
      );
    }
    if (character !== "\\") continue;
    position += 1;
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(position, position + 5))?.[0];
    if (escaped === undefined) {
      throw new Unreadable(`Unrecognized character escape ${describe(text[position])}`, position + 1);
    }
    position += escaped.length - 1;
  }
  throw new Unreadable(
    "Unexpected end-of-input: was expecting closing quote for a string value",
    text.length,
  );
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (position < text.length && " \t\n\r".includes(text[position] ?? "")) position += 1;
  return position;
}

/** A word that is none of JSON's, or a character that begins nothing. */
function unexpectedToken(text: string, start: number): Unreadable {
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(start, start + 256))?.[0];
  if (word === undefined) return unexpected(text, start, `expected a valid value ${expectedValue}`);
  return new Unreadable(`Unrecognized token '${word}': was expecting ${expectedValue}`, start + word.length);
}

function unexpected(text: string, at: number, expectation: string): Unreadable {
  return new Unreadable(`Unexpected character (${describe(text[at])}): ${expectation}`, at + 1);
}

function endOfInput(text: string, where: string): Unreadable {
  const what = where === "" ? "" : `: expected close marker${where}`;
  return new Unreadable(`Unexpected end-of-input${what}`, text.length);
}

function describe(character: string | undefined): string {
  return character === undefined ? "end-of-input" : `'${character}' (code ${character.codePointAt(0)})`;
}
