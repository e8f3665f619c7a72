import { expect, test } from "vitest";

import { createLineSplitter, cutLongLine, maxLineBytes } from "./split-lines.ts";

test("lines come out whole, however chunks cut them and their characters", () => {
  const bytes = Buffer.from("eins\r\nzwöi\n\n€nd");
  for (let size = 1; size <= bytes.length; size++) {
    const splitter = createLineSplitter();
    const lines: string[] = [];
    for (let start = 0; start < bytes.length; start += size) {
      lines.push(...splitter.push(bytes.subarray(start, start + size)));
    }
    expect([...lines, ...splitter.end()]).toEqual(["eins", "zwöi", "", "€nd"]);
  }
});

test("a line without an end is handed over in parts, not kept for ever", () => {
  const splitter = createLineSplitter();
  const chunk = Buffer.alloc(65_536, "x");
  const lines = Array.from({ length: 9 }, () => splitter.push(chunk)).flat();
  expect(lines.map((line) => line.length)).toEqual([maxLineBytes, maxLineBytes]);
  expect(splitter.end().map((line) => line.length)).toEqual([9 * 65_536 - 2 * maxLineBytes]);
});

test("a long line is never cut inside a character", () => {
  const line = "€".repeat(maxLineBytes);
  const parts = cutLongLine(line);
  expect(parts.join("")).toBe(line);
  for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(maxLineBytes);
});
