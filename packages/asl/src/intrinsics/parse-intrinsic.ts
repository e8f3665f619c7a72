import type { Json } from "../json/json.ts";

/** `States.Format('…', $.name)` taken apart. */
export interface IntrinsicCall {
  name: string;
  arguments: IntrinsicArgument[];
}

export type IntrinsicArgument =
  | { kind: "literal"; value: Json }
  | { kind: "path"; text: string }
  | { kind: "call"; call: IntrinsicCall; text: string };

/** The text is not a call of an intrinsic function. `position`: offset in it. */
export class InvalidIntrinsic extends Error {
  readonly position: number;

  constructor(text: string, position: number, expected: string) {
    super(`Could not parse the intrinsic function ${text} at index ${position}: expected ${expected}`);
    this.name = "InvalidIntrinsic";
    this.position = position;
  }
}

/** Calls inside one another. Source: Developer Guide, Intrinsic functions: up to 10 nested. */
const maxDepth = 10;

/** Throws InvalidIntrinsic. Source: Amazon States Language, Intrinsic Functions. */
export function parseIntrinsic(text: string): IntrinsicCall {
  const { call, end } = readCall(text, 0, 1);
  if (text.slice(end).trim() !== "") throw new InvalidIntrinsic(text, end, "the end");
  return call;
}

function readCall(text: string, start: number, depth: number): { call: IntrinsicCall; end: number } {
  if (depth > maxDepth)
    throw new InvalidIntrinsic(text, start, `at most ${maxDepth} calls inside one another`);
  const name = /^States\.[A-Za-z0-9]+/.exec(text.slice(start))?.[0];
  if (name === undefined) throw new InvalidIntrinsic(text, start, "States.<function>");
  let position = skipBlanks(text, start + name.length);
  if (text[position] !== "(") throw new InvalidIntrinsic(text, position, "'('");
  position = skipBlanks(text, position + 1);
  const call: IntrinsicCall = { name, arguments: [] };
  if (text[position] === ")") return { call, end: position + 1 };
  for (;;) {
    const { argument, end } = readArgument(text, position, depth);
    call.arguments.push(argument);
    position = skipBlanks(text, end);
    if (text[position] === ")") return { call, end: position + 1 };
    if (text[position] !== ",") throw new InvalidIntrinsic(text, position, "',' or ')'");
    position = skipBlanks(text, position + 1);
  }
}

function readArgument(
  text: string,
  start: number,
  depth: number,
): { argument: IntrinsicArgument; end: number } {
  const character = text[start];
  if (character === "'") return readString(text, start);
  if (character === "$") {
    const end = endOfPath(text, start);
    return { argument: { kind: "path", text: text.slice(start, end).trimEnd() }, end };
  }
  if (character === "S") {
    const { call, end } = readCall(text, start, depth + 1);
    return { argument: { kind: "call", call, text: text.slice(start, end) }, end };
  }
  const word =
    /^(?:-?(?:0|[1-9]\d{0,15})(?:\.\d{1,20})?(?:[eE][-+]?\d{1,2})?|true|false|null)(?=\s*[,)])/.exec(
      text.slice(start),
    )?.[0];
  if (word === undefined) {
    throw new InvalidIntrinsic(text, start, "a 'string', a number, true, false, null, a path or a function");
  }
  return { argument: { kind: "literal", value: JSON.parse(word) }, end: start + word.length };
}

/** Escapes are `\'`, `\{`, `\}` and `\\`; braces keep theirs, for States.Format to see. */
function readString(text: string, start: number): { argument: IntrinsicArgument; end: number } {
  let value = "";
  for (let position = start + 1; position < text.length; position += 1) {
    const character = text[position] ?? "";
    if (character === "'") return { argument: { kind: "literal", value }, end: position + 1 };
    if (character !== "\\") {
      value += character;
      continue;
    }
    position += 1;
    const escaped = text[position] ?? "";
    if (!"'{}\\".includes(escaped) || escaped === "") {
      throw new InvalidIntrinsic(text, position, "one of ' { } \\ after a backslash");
    }
    value += escaped === "{" || escaped === "}" ? `\\${escaped}` : escaped;
  }
  throw new InvalidIntrinsic(text, text.length, "a closing '");
}

/** A path ends at a comma or parenthesis outside its own brackets, parentheses and quotes. */
function endOfPath(text: string, start: number): number {
  let depth = 0;
  let quote = "";
  for (let position = start; position < text.length; position += 1) {
    const character = text[position] ?? "";
    if (quote !== "") {
      if (character === "\\") position += 1;
      else if (character === quote) quote = "";
    } else if (depth > 0 && (character === "'" || character === '"')) quote = character;
    else if (character === "[" || character === "(") depth += 1;
    else if (depth === 0 && (character === "," || character === ")")) return position;
    else if (character === "]" || character === ")") depth -= 1;
  }
  return text.length;
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (text[position] === " " || text[position] === "\t" || text[position] === "\n") position += 1;
  return position;
}
