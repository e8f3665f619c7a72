import { toPointerToken } from "../json.ts";

/** Counted from 1, as editors do. */
export interface Position {
  line: number;
  column: number;
}

const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.+-])/y;
// oxlint-disable-next-line no-control-regex -- JSON's strings have no control characters
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const space = /[ \t\r\n]*/y;

/**
 * Where each value of a JSON text starts, by JSON pointer (`/definition/States/Run job`; the whole text is at `""`), and
 * where the text stops being JSON, if it does. JSON.parse tells neither: its message often has no position.
 */
export function findJsonPositions(text: string): {
  positions: ReadonlyMap<string, Position>;
  errorAt: Position | undefined;
} {
  const positions = new Map<string, Position>();
  const toPosition = createPositionFinder(text);
  let at = 0;
  let errorAt: Position | undefined;
  if (!readValue("") || (skipSpace(), at < text.length)) errorAt = toPosition(at);
  return { positions, errorAt };

  // Each reader moves `at` on and says whether what it read was JSON.
  function readValue(pointer: string): boolean {
    skipSpace();
    positions.set(pointer, toPosition(at));
    if (text[at] === "{") return readItems("}", () => readEntry(pointer));
    if (text[at] === "[") return readItems("]", (index) => readValue(`${pointer}/${index}`));
    return (read(string) ?? read(scalar)) !== undefined;
  }

  function readItems(close: string, readItem: (index: number) => boolean): boolean {
    at += 1;
    skipSpace();
    if (text[at] === close) return readSign(close);
    for (let index = 0; readItem(index); index += 1) {
      skipSpace();
      if (text[at] !== ",") return readSign(close);
      at += 1;
      skipSpace();
    }
    return false;
  }

  function readEntry(pointer: string): boolean {
    const key = read(string);
    if (key === undefined) return false;
    skipSpace();
    return readSign(":") && readValue(`${pointer}/${toPointerToken(String(JSON.parse(key)))}`);
  }

  function readSign(sign: string): boolean {
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  }

  function read(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function skipSpace(): void {
    read(space);
  }
}

/** Offsets must not go down from call to call. */
function createPositionFinder(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    let next = text.indexOf("\n", lineStart);
    while (next !== -1 && next < offset) {
      line += 1;
      lineStart = next + 1;
      next = text.indexOf("\n", lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  };
}
