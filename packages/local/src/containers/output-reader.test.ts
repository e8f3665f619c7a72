import { expect, test } from "vitest";

import { createOutputReader } from "./output-reader.ts";
import { maxLineBytes } from "./split-lines.ts";

type Message = [stream: "stdout" | "stderr", at: string, text: string];

const frame = ([stream, at, text]: Message): Buffer => {
  const payload = Buffer.from(`2026-01-01T00:00:${at}Z ${text}`);
  const header = Buffer.alloc(8);
  header[0] = stream === "stderr" ? 2 : 1;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};
const textsOf = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

test("frames are put together however chunks cut them", () => {
  const bytes = Buffer.concat([
    frame(["stdout", "01.000000001", "one\n"]),
    frame(["stderr", "02.5", "zwöi\r\n"]),
  ]);
  for (let size = 1; size <= bytes.length; size++) {
    const reader = createOutputReader(undefined);
    const lines = [];
    for (let start = 0; start < bytes.length; start += size) {
      lines.push(...reader.push(bytes.subarray(start, start + size)));
    }
    expect(lines).toEqual([
      { at: Date.UTC(2026, 0, 1, 0, 0, 1), text: "one" },
      { at: Date.UTC(2026, 0, 1, 0, 0, 2, 500), text: "zwöi" },
    ]);
  }
});

test("the pieces of a long line become one line, also around another stream's line", () => {
  const reader = createOutputReader(undefined);
  const messages: Message[] = [
    ["stdout", "01.0", "long "],
    ["stderr", "01.1", "other\n"],
    ["stdout", "01.2", "line\n"],
  ];
  expect(textsOf(messages.flatMap((message) => reader.push(frame(message))))).toEqual(["other", "long line"]);
});

test("a line over the limit is cut, as the awslogs driver cuts it", () => {
  const reader = createOutputReader(undefined);
  const piece = "x".repeat(16_384);
  const pieces = Array.from({ length: 17 }, (_, index): Message => [
    "stdout",
    "01.0",
    index === 16 ? `${piece}\n` : piece,
  ]);
  const lines = pieces.flatMap((message) => reader.push(frame(message)));
  expect(lines.map(({ text }) => text.length)).toEqual([maxLineBytes, 17 * 16_384 - maxLineBytes]);
});

test("a reader that goes on at any position hands over the rest, once", () => {
  // Same instants, instants in the other order, a long line, and pauses long enough for the position to move on.
  const messages: Message[] = [
    ["stdout", "01.000000000", "a\n"],
    ["stdout", "01.000000000", "b\n"],
    ["stderr", "01.000000200", "c\n"],
    ["stdout", "01.000000100", "d\n"],
    ["stdout", "03.000000000", "e\n"],
    ["stdout", "03.5", "f1 "],
    ["stderr", "03.6", "g\n"],
    ["stdout", "03.7", "f2\n"],
    ["stdout", "05.000000001", "h\n"],
    ["stderr", "05.000000000", "i\n"],
    ["stdout", "07.1", "j\n"],
    ["stdout", "09.2", "k\n"],
  ];
  const whole = createOutputReader(undefined);
  const all = messages.flatMap((message) => textsOf(whole.push(frame(message))));
  expect(all).toHaveLength(11);
  for (let stop = 1; stop <= messages.length; stop++) {
    const first = createOutputReader(undefined);
    const before = messages.slice(0, stop).flatMap((message) => textsOf(first.push(frame(message))));
    if (before.length === 0) continue;
    const second = createOutputReader(first.position());
    const after = messages.flatMap((message) => textsOf(second.push(frame(message))));
    expect([...before, ...after]).toEqual(all);
    // And once more, from where the second one is.
    const third = createOutputReader(second.position());
    expect(messages.flatMap((message) => third.push(frame(message)))).toEqual([]);
  }
});

test("the position moves on, so that a long job's output is not read from its beginning", () => {
  const reader = createOutputReader(undefined);
  for (const at of ["10.0", "12.0", "14.0", "16.0"]) reader.push(frame(["stdout", at, "line\n"]));
  expect(createOutputReader(reader.position()).sinceSeconds).toBe(
    `${Date.UTC(2026, 0, 1, 0, 0, 14) / 1000 - 1}.999000000`,
  );
});
