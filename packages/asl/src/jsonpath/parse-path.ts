import { parseFilter } from "./parse-filter.ts";
import { InvalidPath } from "./path-error.ts";
import type { PathToken } from "./path-token.ts";

const functionNames = ["length", "size", "min", "max", "avg", "sum", "keys", "first", "last"];

/**
 * The steps of a path that begins with `$` (or with `@`, inside a filter), in Jayway's syntax.
 * Throws InvalidPath.
 */
export function parsePath(text: string): PathToken[] {
  const tokens: PathToken[] = [];
  let position = 1;
  if (text[0] !== "$" && text[0] !== "@") throw new InvalidPath(text, 0, "'$'");
  while (position < text.length) {
    const step = text[position] === "[" ? readBrackets(text, position) : readDot(text, position);
    tokens.push(...step.tokens);
    position = step.end;
  }
  const last = tokens.at(-1);
  if (last?.kind === "scan") throw new InvalidPath(text, text.length, "a step after '..'");
  const early = tokens.findIndex((token) => token.kind === "function");
  if (early !== -1 && early !== tokens.length - 1) {
    throw new InvalidPath(text, text.length, "a function as the last step");
  }
  return tokens;
}

type Step = { tokens: PathToken[]; end: number };

function readDot(text: string, start: number): Step {
  if (text[start] !== ".") throw new InvalidPath(text, start, "'.' or '['");
  const isScan = text[start + 1] === ".";
  const before: PathToken[] = isScan ? [{ kind: "scan" }] : [];
  const position = start + (isScan ? 2 : 1);
  if (text[position] === "[") return { tokens: before, end: position };
  if (text[position] === "*") return { tokens: [...before, { kind: "wildcard" }], end: position + 1 };
  const end = endOfName(text, position);
  const name = text.slice(position, end);
  if (name === "") throw new InvalidPath(text, position, "a name");
  if (text[end] === "(") {
    if (text[end + 1] !== ")" || !functionNames.includes(name)) {
      throw new InvalidPath(text, end, `one of the functions ${functionNames.join("(), ")}()`);
    }
    return { tokens: [...before, { kind: "function", name }], end: end + 2 };
  }
  return { tokens: [...before, { kind: "property", names: [name] }], end };
}

function endOfName(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isNameEnd(text[end])) end += 1;
  return end;
}

function isNameEnd(character: string | undefined): boolean {
  return (
    character === "." || character === "[" || character === "(" || character === " " || character === ")"
  );
}

function readBrackets(text: string, start: number): Step {
  const end = endOfBrackets(text, start);
  const content = text.slice(start + 1, end - 1).trim();
  return { tokens: [bracketToken(text, start, content)], end };
}

/** Position after the bracket that closes the one at `start`; quotes and inner brackets are stepped over. */
function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let position = start; position < text.length; position += 1) {
    const character = text[position];
    if (character === "'" || character === '"') position = endOfQuotes(text, position) - 1;
    else if (character === "[") depth += 1;
    else if (character === "]" && --depth === 0) return position + 1;
  }
  throw new InvalidPath(text, text.length, "']'");
}

function endOfQuotes(text: string, start: number): number {
  for (let position = start + 1; position < text.length; position += 1) {
    if (text[position] === "\\") position += 1;
    else if (text[position] === text[start]) return position + 1;
  }
  throw new InvalidPath(text, text.length, `${text[start]}`);
}

function bracketToken(text: string, start: number, content: string): PathToken {
  if (content === "*") return { kind: "wildcard" };
  if (content.startsWith("?")) {
    return {
      kind: "filter",
      filter: parseFilter(content.slice(1).trim(), text, parsePath),
      text: `[${content}]`,
    };
  }
  if (content.startsWith("'") || content.startsWith('"')) {
    return { kind: "property", names: readNames(text, start, content) };
  }
  const fromEnd = /^\(\s*@\.length(?:\(\))?\s*-\s*(?<back>\d{1,9})\s*\)$/.exec(content)?.groups?.["back"];
  if (fromEnd !== undefined) return { kind: "fromEnd", back: Number(fromEnd) };
  if (/^-?\d{0,9}\s*:\s*-?\d{0,9}$/.test(content)) {
    const [from = "", to = ""] = content.split(":").map((part) => part.trim());
    if (from === "-" || to === "-" || (from === "" && to === "")) {
      throw new InvalidPath(text, start + 1, "a number beside ':'");
    }
    return { kind: "slice", from: toIndex(from), to: toIndex(to) };
  }
  if (/^-?\d{1,9}(\s*,\s*-?\d{1,9})*$/.test(content)) {
    return { kind: "index", indices: content.split(",").map(Number) };
  }
  throw new InvalidPath(text, start + 1, "a quoted name, an index, a slice, '*' or '?('");
}

function toIndex(text: string): number | undefined {
  return text === "" ? undefined : Number(text);
}

function readNames(text: string, start: number, content: string): string[] {
  const names: string[] = [];
  let position = 0;
  while (position < content.length) {
    const quote = content[position];
    if (quote !== "'" && quote !== '"') throw new InvalidPath(text, start + 1 + position, "a quoted name");
    const end = endOfQuotes(content, position);
    names.push(content.slice(position + 1, end - 1).replace(/\\(.)/gs, "$1"));
    const comma = /^\s*,\s*/.exec(content.slice(end));
    if (comma === null && content.slice(end).trim() !== "") {
      throw new InvalidPath(text, start + 1 + end, "',' or ']'");
    }
    position = end + (comma?.[0].length ?? content.length);
  }
  return names;
}
