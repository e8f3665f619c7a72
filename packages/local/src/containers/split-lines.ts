import { StringDecoder } from "node:string_decoder";

/** Longest line in bytes; a longer one is cut there, as AWS's awslogs driver does. Source: Docker docs, "Amazon CloudWatch Logs logging driver". */
export const maxLineBytes = 262_144 - 26;

export interface LineSplitter {
  /** The lines that this chunk completes. */
  push(chunk: Uint8Array): string[];
  /** What is left when the output ends: an unfinished last line, if there is one. */
  end(): string[];
}

/** Turns chunks of output into lines, whatever the chunks' borders; a carriage return before the line end is dropped. */
export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder("utf8");
  let rest: string[] = [];
  let restBytes = 0;

  const take = (): string => {
    const line = rest.join("");
    rest = [];
    restBytes = 0;
    return line;
  };
  const add = (text: string, lines: string[]): void => {
    restBytes += Buffer.byteLength(text);
    rest.push(text);
    if (restBytes <= maxLineBytes) return;
    const parts = cutLongLine(take());
    const last = parts.pop() ?? "";
    lines.push(...parts);
    rest = [last];
    restBytes = Buffer.byteLength(last);
  };

  return {
    push(chunk) {
      const lines: string[] = [];
      const parts = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)).split("\n");
      const unfinished = parts.pop() ?? "";
      for (const part of parts) {
        add(part, lines);
        lines.push(withoutCarriageReturn(take()));
      }
      if (unfinished !== "") add(unfinished, lines);
      return lines;
    },
    end() {
      const last = take() + decoder.end();
      return last === "" ? [] : [last];
    },
  };
}

/** Cuts a line into parts of at most `maxLineBytes`, never inside a character. */
export function cutLongLine(line: string): string[] {
  if (Buffer.byteLength(line) <= maxLineBytes) return [line];
  const bytes = Buffer.from(line);
  const parts: string[] = [];
  for (let start = 0; start < bytes.length;) {
    let end = Math.min(start + maxLineBytes, bytes.length);
    // Bytes 10xxxxxx continue a character.
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
    parts.push(bytes.toString("utf8", start, end));
    start = end;
  }
  return parts;
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
