import { describe, expect, test } from "vitest";
import { findJsonPositions } from "./json-positions.ts";

test("each value is found by its pointer", () => {
  const { positions, errorAt } = findJsonPositions(
    '{\n  "a": [1, {"b/c": "x\\"}"}],\n  "d": { }, "e": []\n}\n',
  );
  expect(errorAt).toBeUndefined();
  expect(Object.fromEntries(positions)).toEqual({
    "": { line: 1, column: 1 },
    "/a": { line: 2, column: 8 },
    "/a/0": { line: 2, column: 9 },
    "/a/1": { line: 2, column: 12 },
    "/a/1/b~1c": { line: 2, column: 20 },
    "/d": { line: 3, column: 8 },
    "/e": { line: 3, column: 18 },
  });
});

describe("it takes what JSON.parse takes, and refuses what it refuses", () => {
  const scalars = [
    "",
    "1",
    "-0.5e+3",
    "01",
    ".5",
    "1.",
    "nul",
    "null",
    "trueish",
    "tru",
    '"a',
    '"a\\x"',
    '"\\u00e4"',
    '"\\u12"',
  ];
  const collections = [
    "{}",
    "{ }",
    "[]",
    "[ ]",
    "[,]",
    "[1,]",
    "[1 2]",
    "{,}",
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{a:1}",
    '{"a":1 "b":2}',
  ];
  const texts = [
    "[[[]]]",
    "[[]",
    "]",
    "{} {}",
    ' \t\r\n{"a" : [ { "b" : null } ] } ',
    '"tab\tin it"',
    '"line\nin it"',
    "[1]x",
    "\u00a01",
  ];
  test.each([...scalars, ...collections, ...texts])("%j", (text) => {
    let parses = true;
    try {
      JSON.parse(text);
    } catch {
      parses = false;
    }
    expect(findJsonPositions(text).errorAt === undefined).toBe(parses);
  });
});
